"""Pictures people send: judged by content, painted anew, kept in three widths.

Only pixels survive. The place a phone wrote into its picture, the camera's serial number and
whatever was glued behind the picture are gone, since each file is written from a new canvas.
Nothing of the original is kept.

Painting the larger files takes most of the time. A request `take`s a picture: it is read, judged
and shrunk, and the smallest files are painted, which the sender sees at once. A job `finish`es it;
`opened` does so itself where the job has not come to it yet, so that no reader misses a file.
"""

import io
import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps

WIDTHS = (480, 960, 1600)
EXTENSIONS = ("webp", "jpg")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # An 11 kB PNG can unfold to 100 megapixels and 400 MB of memory.
MAX_RATIO = 10  # Longer and narrower ones pass the 16 383 pixels that WebP can hold.

# From this orientation on, the picture lies on its side: its width is the height of the file.
_LYING = 5
_FORMATS = ("JPEG", "PNG", "WEBP")
# Between `take` and `finish`: the picture at its widest, without loss that anybody could see.
_UNFINISHED = {
    "RGB": ("unfinished.jpg", {"format": "JPEG", "quality": 95, "subsampling": 0}),
    "RGBA": ("unfinished.png", {"format": "PNG", "compress_level": 1}),
}
_WHITE = (255, 255, 255)
_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True}
_WEBP: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 4}


class PictureRefused(ValueError):
    """The file is no picture we take. Its text says to the sender what to send instead."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """What was stored.

    `width` and `height` in pixels are those of the largest file. `widths` are the names of the
    files that differ: all of `WIDTHS` exist, but a small picture is never made larger, so that
    its wider files hold the same and need not be offered.
    """

    width: int
    height: int
    widths: tuple[int, ...]


def path(key: UUID | str, width: int, ext: str) -> str:
    """The name in the storage. ValueError for a width or ending that is never stored."""
    if width not in WIDTHS or ext not in EXTENSIONS:
        raise ValueError(f"No pictures are stored as {width}.{ext}.")
    return f"pictures/{UUID(str(key))}/{width}.{ext}"


def store(upload: File, key: UUID) -> StoredPicture:
    """Store the picture under the key, in every width and format.

    Raises PictureRefused, with nothing stored, for what is not a JPEG, PNG or WebP of at most
    10 MB and 40 megapixels, whole and readable. Its name and declared type are not looked at.
    """
    picture = _read(upload)
    _paint(picture, key, WIDTHS)
    return _stored(picture)


def take(upload: File, key: UUID) -> StoredPicture:
    """As ``store``, but only the smallest files are there at once; the rest come by ``finish``."""
    picture = _read(upload)
    name, options = _UNFINISHED[picture.mode]
    content = _encoded(_canvas(picture), options)
    _paint(picture, key, WIDTHS[:1])
    _write(_unfinished(key, name), content)
    return _stored(picture)


def finish(key: UUID | str) -> None:
    """Paint what ``take`` left; nothing where nothing is left. May be repeated, also at once."""
    for name, _options in _UNFINISHED.values():
        try:
            with default_storage.open(_unfinished(key, name)) as file:
                content = file.read()
        except FileNotFoundError:
            continue
        picture = Image.open(io.BytesIO(content))
        picture.load()
        _paint(picture, key, WIDTHS[1:])
        # Last, so that whoever finds it gone finds every file.
        default_storage.delete(_unfinished(key, name))


def opened(key: UUID | str, width: int, ext: str) -> File:
    """The file, to be closed by the caller. FileNotFoundError, or ValueError as ``path`` does."""
    name = path(key, width, ext)
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        finish(key)
        return default_storage.open(name)


def delete(key: UUID) -> None:
    """Remove every file of the picture. Files that are gone already are no error."""
    for width in WIDTHS:
        for ext in EXTENSIONS:
            default_storage.delete(path(key, width, ext))
    for name, _options in _UNFINISHED.values():
        default_storage.delete(_unfinished(key, name))


def _unfinished(key: UUID | str, name: str) -> str:
    return f"pictures/{UUID(str(key))}/{name}"


def _paint(picture: Image.Image, key: UUID | str, widths: tuple[int, ...]) -> None:
    # Everything is painted before anything is written: half a picture is never stored.
    files = {
        path(key, width, ext): content
        for width in widths
        for ext, content in _painted(picture, _size(picture, width)).items()
    }
    for name, content in files.items():
        _write(name, content)


def _stored(picture: Image.Image) -> StoredPicture:
    below = (0, *WIDTHS)
    distinct = (width for width, less in zip(WIDTHS, below, strict=False) if less < picture.width)
    return StoredPicture(*_size(picture, WIDTHS[-1]), tuple(distinct))


def _read(upload: File) -> Image.Image:
    """The picture upright and in sRGB, no wider than the widest file. RGB, or RGBA."""
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureRefused(
            _("The picture is larger than 10 MB. Send a smaller one, about 2000 pixels wide.")
        )
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    # A decoder fed on hostile bytes raises whatever it stumbles over, not only OSError.
    except Exception as error:
        raise PictureRefused(
            _("The file is not a picture we can show. Send a JPEG, PNG or WebP file.")
        ) from error
    _check_size(picture)
    try:
        picture.draft(None, _least(picture))  # JPEG: decode at half the size or less.
        picture.load()
        return _in_srgb(_shrunk(picture))
    except Exception as error:
        raise PictureRefused(
            _("The picture is damaged and cannot be read. Open it, save it again and send that.")
        ) from error


def _least(picture: Image.Image) -> tuple[int, int]:
    """The size below which pixels would be missing for the widest file, as the camera lay."""
    lies = picture.getexif().get(ExifTags.Base.Orientation, 1) >= _LYING
    width, height = picture.size[::-1] if lies else picture.size
    wide, high = _size_of(width, height, WIDTHS[-1])
    return (high, wide) if lies else (wide, high)


def _check_size(picture: Image.Image) -> None:
    """Refuse by the header alone, before a pixel is unpacked."""
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(picture.size) > MAX_RATIO * min(picture.size):
        raise PictureRefused(
            _("The picture is too long and narrow. Crop it to at most ten times as long as wide.")
        )


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than 40 megapixels. Send a smaller one, about 2000 pixels wide.")
    )


def _shrunk(picture: Image.Image) -> Image.Image:
    """The picture upright, no wider than the widest file, as RGB, RGBA or CMYK.

    Comes before all that copies, so that 40 megapixels are not in memory many times.
    """
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: convert() would cut everything above 255 to white.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else picture.mode
    mode = mode if mode in ("RGBA", "CMYK") else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    return _resized(picture, _size(picture, WIDTHS[-1]))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The colours by the picture's own profile; RGBA only where something is transparent."""
    colours = _through_profile(picture) or picture.convert("RGB")
    if picture.mode == "RGBA":
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            colours.putalpha(alpha)
    return colours


def _through_profile(picture: Image.Image) -> Image.Image | None:
    profile = picture.info.get("icc_profile")
    if not profile:
        return None
    opaque = picture.convert("RGB") if picture.mode == "RGBA" else picture
    try:
        return ImageCms.profileToProfile(
            opaque, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # Broken, or of another kind of colour: better a little off than refused.


def _size(picture: Image.Image, width: int) -> tuple[int, int]:
    """The picture's size at most `width` wide, in proportion."""
    return _size_of(*picture.size, width)


def _size_of(wide: int, high: int, width: int) -> tuple[int, int]:
    return (wide, high) if wide <= width else (width, max(1, round(high * width / wide)))


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _painted(picture: Image.Image, size: tuple[int, int]) -> dict[str, bytes]:
    """The picture at that size by ending, on new canvases that hold pixels and nothing else."""
    small = _resized(picture, size)
    flat = Image.new("RGB", size, _WHITE)
    flat.paste(small, mask=small if small.mode == "RGBA" else None)
    return {"webp": _encoded(_canvas(small), _WEBP), "jpg": _encoded(flat, _JPEG)}


def _canvas(picture: Image.Image) -> Image.Image:
    """The same pixels on a new canvas, with nothing that came along with them."""
    canvas = Image.new(picture.mode, picture.size)
    canvas.paste(picture)
    return canvas


def _encoded(canvas: Image.Image, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    canvas.save(buffer, **options)
    return buffer.getvalue()


def _write(name: str, content: bytes) -> None:
    """Write through the default storage so that readers see the whole file or none."""
    try:
        final = default_storage.path(name)
    except NotImplementedError:
        # Storage elsewhere (S3) puts whole objects, but would choose another name beside an
        # old one of a try that was broken off.
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        return
    unfinished = default_storage.save(f"{name}.{uuid4().hex}.part", ContentFile(content))
    os.replace(default_storage.path(unfinished), final)
