"""Picture files for the form."""

import io

from PIL import Image


def jpeg(size=(640, 400)):
    """A small picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (255, 209, 102)).save(buffer, "JPEG")
    return buffer.getvalue()
