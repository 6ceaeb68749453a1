"""Pictures for the demo, drawn by the program and sent through the real picture pipeline."""

import random
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from events.domain import rows
from events.enums import ConsentBasis

SIZE = WIDTH, HEIGHT = 1200, 675
SKIES = (("#0C1330", "#33406B"), ("#1A2552", "#6B2C7A"), ("#10193A", "#0B5D4B"))
LAMPS = ("#FFD166", "#FF9E80", "#9DB8FF", "#7FE0C3", "#E0A8F0", "#FFF1C9")
WALLS = ("#141C3F", "#1E2A5A", "#22306B", "#182348")


def add_picture(version, row, *, by):
    """Draw a picture for the demo event and put it in the version, with all the words it needs."""
    return rows.add_picture(
        version,
        SimpleUploadedFile(f"{row['slug']}.png", draw(row["slug"]), "image/png"),
        by=by,
        alt_nb="Tegning av en gate om kvelden, der det lyser i mange vinduer og snøen faller.",
        alt_en="A drawing of a street in the evening, with light in many windows and snow falling.",
        credit="Tegnet til demouka",
        consent_basis=ConsentBasis.ARTWORK,
    )


def draw(seed):
    """A street in the evening as PNG bytes; the same seed gives the same street."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    picture = _sky(*chance.choice(SKIES))
    glow = Image.new("RGB", SIZE)
    _houses(ImageDraw.Draw(picture), ImageDraw.Draw(glow), chance)
    picture = _add_light(picture, glow.filter(ImageFilter.GaussianBlur(18)))
    _snow(ImageDraw.Draw(picture), chance)
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _sky(top, bottom):
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), _rgb(top))
    column.putpixel((0, 1), _rgb(bottom))
    return column.resize(SIZE, Image.Resampling.BICUBIC)


def _houses(pen, light, chance):
    left = -chance.randint(0, 60)
    while left < WIDTH:
        width = chance.randint(130, 240)
        top = chance.randint(150, 400)
        _house(pen, light, chance, (left, top, left + width, HEIGHT - 70))
        left += width + chance.randint(4, 18)
    pen.rectangle((0, HEIGHT - 70, WIDTH, HEIGHT), fill="#E9EEF9")


def _house(pen, light, chance, box):
    left, top, right, bottom = box
    wall = chance.choice(WALLS)
    roof = (right - left) // 2
    pen.polygon(((left, top), ((left + right) // 2, top - roof), (right, top)), fill=wall)
    pen.rectangle(box, fill=wall)
    columns = max(2, (right - left) // 62)
    step = (right - left) / columns
    for floor in range(top + 24, bottom - 70, 84):
        for column in range(columns):
            centre = left + step * (column + 0.5)
            _window(pen, light, chance, (centre - 17, floor, centre + 17, floor + 50))


def _window(pen, light, chance, box):
    lit = chance.random() < 0.62
    lamp = chance.choice(LAMPS) if lit else "#0A1028"
    for surface in (pen, light) if lit else (pen,):
        surface.rounded_rectangle(box, radius=17, corners=(True, True, False, False), fill=lamp)
    left, top, right, bottom = box
    middle = (left + right) / 2
    pen.line((middle, top, middle, bottom), fill="#10193A", width=3)
    pen.line((left, top + 22, right, top + 22), fill="#10193A", width=3)


def _add_light(picture, glow):
    return ImageChops.add(picture, glow.point(lambda value: value // 2))


def _snow(pen, chance):
    for _flake in range(260):
        x, y, size = chance.randint(0, WIDTH), chance.randint(0, HEIGHT), chance.randint(2, 6)
        pen.ellipse((x, y, x + size, y + size), fill="#F6F8FC")


def _rgb(code):
    return tuple(int(code[at : at + 2], 16) for at in (1, 3, 5))
