import io
import json
import struct
import warnings
import zipfile
import zlib
from contextlib import suppress
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from enbyforalle.lib import images
from enbyforalle.lib.images import PictureRefused, StoredPicture, path, store

KEY = UUID("00000000-0000-4000-8000-000000000001")
RED, BLUE = (220, 30, 40), (20, 60, 200)


def picture(size=(2000, 1500), mode="RGB", colour=RED):
    """Red on the left half, blue on the right, so that turning it shows."""
    image = Image.new("RGB", size, colour)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image, file_format="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def upload(content, name="bilde.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def stored(width=480, ext="webp"):
    with default_storage.open(path(KEY, width, ext)) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
        return image


def stored_names(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def assert_close(pixel, expected, by=12):
    assert max(abs(a - b) for a, b in zip(pixel, expected, strict=True)) <= by, pixel


def refusal(content):
    with translation.override("en"), pytest.raises(PictureRefused) as caught:
        store(upload(content), KEY)
    with translation.override("en"):
        return str(caught.value)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_store_keeps_three_widths_in_two_formats(tmp_path, file_format):
    content = encoded(picture(), file_format)
    assert store(upload(content), KEY) == StoredPicture(1600, 1200, (480, 960, 1600))
    assert stored_names(tmp_path / "media") == sorted(
        f"pictures/{KEY}/{width}.{ext}" for width in (480, 960, 1600) for ext in ("jpg", "webp")
    )
    for width, height in ((480, 360), (960, 720), (1600, 1200)):
        for ext, stored_format in (("webp", "WEBP"), ("jpg", "JPEG")):
            image = stored(width, ext)
            assert (image.size, image.format, image.mode) == ((width, height), stored_format, "RGB")
            assert_close(image.getpixel((5, 5)), RED)
            assert_close(image.getpixel((width - 5, 5)), BLUE)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((300, 200), StoredPicture(300, 200, (480,))),
        ((480, 200), StoredPicture(480, 200, (480,))),
        ((700, 500), StoredPicture(700, 500, (480, 960))),
        ((960, 500), StoredPicture(960, 500, (480, 960))),
        ((1200, 800), StoredPicture(1200, 800, (480, 960, 1600))),
        ((500, 2000), StoredPicture(500, 2000, (480, 960))),
        ((1, 1), StoredPicture(1, 1, (480,))),
    ],
)
def test_store_never_makes_a_picture_larger(size, expected):
    assert store(upload(encoded(picture(size))), KEY) == expected
    for width in images.WIDTHS:
        assert stored(width, "jpg").width == min(width, size[0])


@pytest.mark.parametrize(
    ("orientation", "left_or_top"), [(1, "red"), (3, "blue"), (6, "red"), (8, "blue")]
)
def test_store_turns_the_picture_upright(orientation, left_or_top):
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = store(upload(encoded(picture((800, 400)), "JPEG", exif=exif)), KEY)
    is_on_its_side = orientation in (6, 8)
    assert (result.width, result.height) == ((400, 800) if is_on_its_side else (800, 400))
    assert_close(stored(480).getpixel((5, 5)), RED if left_or_top == "red" else BLUE)


def test_store_keeps_no_place_name_or_camera():
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Kamera", "En merknad"
    exif.get_ifd(0x8825).update({1: "N", 2: (58.0, 8.0, 47.0), 3: "E", 4: (8.0, 0.0, 0.0)})
    for file_format, options in (
        ("JPEG", {"comment": b"hemmelig"}),
        ("WEBP", {"xmp": b"<x>hemmelig</x>"}),
        ("PNG", {}),
    ):
        content = encoded(picture(), file_format, exif=exif, **options)
        assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
        store(upload(content), KEY)
        for width in images.WIDTHS:
            for ext in images.EXTENSIONS:
                image = stored(width, ext)
                assert dict(image.getexif()) == {}
                assert set(image.info) & {"exif", "xmp", "icc_profile", "comment"} == set()
                with default_storage.open(path(KEY, width, ext)) as file:
                    raw = file.read()
                assert b"Kamera" not in raw
                assert b"hemmelig" not in raw


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_store_takes_every_kind_of_png(mode):
    grey = picture((600, 400), "L")
    if mode == "I;16":
        image = Image.frombytes("I;16", grey.size, b"".join(bytes((v, v)) for v in grey.tobytes()))
    else:
        image = picture((600, 400), mode)
    store(upload(encoded(image)), KEY)
    assert stored(480, "jpg").mode == stored(480, "webp").mode == "RGB"
    if mode in ("L", "I;16"):
        assert_close(stored(480, "jpg").getpixel((5, 5)), (grey.getpixel((0, 0)),) * 3)


def test_store_takes_sixteen_bits_a_colour():
    """Pillow writes no such PNG, so this one is written by hand."""
    row = b"\x00" + b"".join(struct.pack(">3H", *(value * 257 for value in RED)) for _ in range(64))
    store(upload(_png(64, 64, zlib.compress(row * 64), bits=16)), KEY)
    assert_close(stored(480, "jpg").getpixel((5, 5)), RED)


def test_store_takes_cmyk():
    store(upload(encoded(picture((600, 400), "CMYK"), "JPEG")), KEY)
    assert_close(stored(480, "jpg").getpixel((5, 5)), RED)
    assert stored(480, "webp").mode == "RGB"


def test_store_sees_colours_through_the_profile():
    """The profile swaps red and blue, so dropping it would show."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    store(upload(encoded(picture((600, 400)), "PNG", icc_profile=swapped)), KEY)
    assert_close(stored(480, "jpg").getpixel((5, 5)), tuple(reversed(RED)))


def test_store_does_without_a_broken_profile():
    store(upload(encoded(picture((600, 400)), "PNG", icc_profile=b"not a profile")), KEY)
    assert_close(stored(480, "jpg").getpixel((5, 5)), RED)


def test_store_keeps_transparency_in_webp_and_paints_white_in_jpeg():
    image = picture((600, 400), "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 300, 400))
    store(upload(encoded(image)), KEY)
    assert stored(480, "webp").mode == "RGBA"
    assert stored(480, "webp").getpixel((5, 5))[3] == 0
    assert_close(stored(480, "jpg").getpixel((5, 5)), (255, 255, 255))
    assert_close(stored(480, "jpg").getpixel((470, 5)), BLUE)


def test_store_keeps_the_transparent_colour_of_a_palette():
    image = picture((600, 400)).quantize(4)
    content = encoded(image, "PNG", transparency=image.getpixel((0, 0)))
    store(upload(content), KEY)
    assert stored(480, "webp").getpixel((5, 5))[3] == 0
    assert stored(480, "webp").getpixel((470, 5))[3] == 255
    assert_close(stored(480, "jpg").getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_store_keeps_the_first_frame_of_what_moves(file_format):
    frames = [picture((600, 400)), Image.new("RGB", (600, 400), (0, 255, 0))]
    content = encoded(frames[0], file_format, save_all=True, append_images=frames[1:])
    store(upload(content), KEY)
    assert getattr(stored(480, "webp"), "n_frames", 1) == 1
    assert_close(stored(480, "webp").getpixel((5, 5)), RED)


def test_store_looks_at_content_and_not_at_the_name():
    store(upload(encoded(picture((600, 400)), "PNG"), name="notat.pdf"), KEY)
    assert stored(480, "jpg").size == (480, 320)


def test_store_leaves_behind_what_was_glued_to_a_picture():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("skjult.html", "<script>alert(1)</script>")
    store(upload(encoded(picture((600, 400)), "JPEG") + archive.getvalue()), KEY)
    for ext in images.EXTENSIONS:
        with default_storage.open(path(KEY, 960, ext)) as file:
            raw = file.read()
        assert b"skjult" not in raw
        assert not zipfile.is_zipfile(io.BytesIO(raw))


NOT_A_PICTURE = "The file is not a picture we can show. Send a JPEG, PNG or WebP file."
DAMAGED = "The picture is damaged and cannot be read. Open it, save it again and send that."
TOO_MANY = "The picture has more than 40 megapixels. Send a smaller one, about 2000 pixels wide."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hei",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        encoded(picture((60, 40)), "GIF"),
        encoded(picture((60, 40)), "BMP"),
        encoded(picture((60, 40)), "TIFF"),
        encoded(picture((60, 40)), "PDF"),
        encoded(picture((60, 40)), "AVIF"),
    ],
)
def test_store_refuses_what_is_no_jpeg_png_or_webp(tmp_path, content):
    assert refusal(content) == NOT_A_PICTURE
    assert stored_names(tmp_path) == []


def _chunk(name, content):
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def _png(width, height, pixels, bits=8):
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    )


@pytest.mark.parametrize("size", [(6400, 6400), (10_000, 10_000), (60_000, 60_000)])
def test_store_refuses_a_bomb_by_its_header(tmp_path, size):
    """Between 89 and 179 megapixels Pillow itself only warns."""
    content = _png(*size, zlib.compress(bytes(1000)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refusal(content) == TOO_MANY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert refusal(content) == TOO_MANY
    assert stored_names(tmp_path) == []


@pytest.mark.parametrize("size", [(4000, 300), (300, 4000), (40_000, 1)])
def test_store_refuses_long_and_narrow_ones(size):
    assert refusal(encoded(Image.new("L", size))).startswith("The picture is too long and narrow.")


def test_store_takes_the_longest_that_is_allowed():
    assert store(upload(encoded(Image.new("L", (1600, 16_000)))), KEY).height == 16_000


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_store_refuses_half_a_picture(tmp_path, file_format, part):
    noise = Image.effect_noise((800, 600), 80).convert("RGB")
    content = encoded(noise, file_format)
    assert refusal(content[: int(len(content) * part)]) in (DAMAGED, NOT_A_PICTURE)
    assert stored_names(tmp_path) == []


def test_store_refuses_more_than_ten_megabytes():
    start = encoded(picture((60, 40)), "JPEG")
    whole = start + bytes(images.MAX_BYTES - len(start))
    assert store(upload(whole), KEY).width == 60
    assert refusal(whole + b"x") == (
        "The picture is larger than 10 MB. Send a smaller one, about 2000 pixels wide."
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_store_refuses_or_stores_and_never_breaks(data):
    content = bytearray(
        encoded(picture((64, 48)), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"])))
    )
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with warnings.catch_warnings():
        # Pillow warns about the metadata it stumbles over; production logs it.
        warnings.simplefilter("ignore")
        with suppress(PictureRefused):
            result = store(upload(bytes(content)), KEY)
            assert stored(1600, "jpg").size == (result.width, result.height)


def test_store_again_replaces_the_picture(tmp_path):
    store(upload(encoded(picture((600, 400)))), KEY)
    store(upload(encoded(Image.new("RGB", (600, 400), (0, 255, 0)))), KEY)
    assert_close(stored(960, "jpg").getpixel((5, 5)), (0, 255, 0))
    assert len(stored_names(tmp_path)) == 6


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_take_leaves_the_larger_files_to_finish(tmp_path, mode):
    drawn = picture((2000, 1000))
    if mode == "RGBA":
        drawn.putalpha(90)
    red = encoded(drawn)
    whole = store(upload(red), KEY)
    at_once = {width: stored(width).getpixel((50, 50)) for width in images.WIDTHS}
    all_names = stored_names(tmp_path)
    images.delete(KEY)
    assert images.take(upload(red), KEY) == whole
    left = "unfinished.png" if mode == "RGBA" else "unfinished.jpg"
    here = f"media/pictures/{KEY}"
    assert stored_names(tmp_path) == [f"{here}/{n}" for n in ("480.jpg", "480.webp", left)]
    for _time in range(2):
        images.finish(KEY)
        assert stored_names(tmp_path) == all_names
    for width, pixel in at_once.items():
        assert stored(width).mode == mode
        assert_close(stored(width).getpixel((50, 50)), pixel, by=4)


def test_a_file_is_painted_when_it_is_asked_for_before_its_job(tmp_path):
    images.take(upload(encoded(picture((600, 400)))), KEY)
    with images.opened(KEY, 1600, "jpg") as file:
        assert Image.open(file).size == (600, 400)
    assert len(stored_names(tmp_path)) == 6
    images.delete(KEY)
    with pytest.raises(FileNotFoundError):
        images.opened(KEY, 1600, "jpg")
    images.take(upload(encoded(picture((600, 400)))), KEY)
    images.delete(KEY)
    assert stored_names(tmp_path) == []


@pytest.mark.parametrize(("orientation", "expected"), [(1, (1600, 1200)), (6, (1600, 2133))])
def test_a_phones_picture_is_read_at_the_size_that_is_kept(orientation, expected, monkeypatch):
    """Half of the pixels each way are enough for one that lies; one that stands needs them all."""
    drafts, draft = [], JpegImageFile.draft
    monkeypatch.setattr(
        JpegImageFile, "draft", lambda *told: drafts.append(told[2]) or draft(*told)
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = store(upload(encoded(picture((4000, 3000)), "JPEG", exif=exif)), KEY)
    assert (result.width, result.height) == stored(1600).size == expected
    assert drafts == [expected[::-1] if orientation == 6 else expected]


class Elsewhere(Storage):
    """A storage without files on this machine, as S3 is: nothing there can be renamed."""

    def __init__(self):
        self.objects = {}

    def _open(self, name, mode="rb"):
        return ContentFile(self.objects[name])

    def _save(self, name, content):
        self.objects[name] = content.read()
        return name

    def delete(self, name):
        self.objects.pop(name, None)

    def exists(self, name):
        return name in self.objects


def test_store_works_where_files_have_no_path(settings):
    """An old file must not push the new one aside to another name."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Elsewhere"}}
    for colour in (RED, BLUE):
        store(upload(encoded(Image.new("RGB", (600, 400), colour))), KEY)
    assert set(default_storage.objects) == {
        path(KEY, width, ext) for width in images.WIDTHS for ext in images.EXTENSIONS
    }
    assert_close(stored(480, "jpg").getpixel((5, 5)), BLUE)


def test_delete_removes_every_file_and_may_be_repeated(tmp_path):
    store(upload(encoded(picture((600, 400)))), KEY)
    images.delete(KEY)
    images.delete(KEY)
    assert stored_names(tmp_path) == []


def test_path_names_only_what_is_stored():
    assert path(KEY, 480, "webp") == path(str(KEY), 480, "webp") == f"pictures/{KEY}/480.webp"
    for key, width, ext in ((KEY, 481, "webp"), (KEY, 480, "png"), ("../../etc", 480, "webp")):
        with pytest.raises(ValueError, match=r"stored|badly formed"):
            path(key, width, ext)


def test_widths_fit_a_json_column():
    assert json.loads(json.dumps(store(ContentFile(encoded(picture((10, 10)))), KEY).widths)) == [
        480
    ]
