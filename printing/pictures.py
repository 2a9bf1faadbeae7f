"""Photographs as small as their place on paper allows."""

import io

from PIL import Image, ImageOps

DPI = 300
MM = 25.4
QUALITY = 85


def fitted(data: bytes, width: float, height: float) -> bytes:
    """A JPEG of the picture on white, no more than 300 dpi in a frame of so many millimetres.
    Raises ValueError for what is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError("The picture cannot be read.") from error
    picture.thumbnail((round(width / MM * DPI), round(height / MM * DPI)))
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    target = io.BytesIO()
    ground.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
