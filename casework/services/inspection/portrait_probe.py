"""Run by `probes.py` as a process of its own: a portrait on stdin, "good" or what is wrong with it
on stdout.

No part of the portal is imported here.
"""

import io
import resource
import sys
import warnings

from PIL import Image

SMALLEST = (295, 413)  # one inch, 25 by 35 mm, at 300 dots an inch
RATIOS = (0.66, 0.78)  # width by height; 25 by 35 is 0.71
LOOKED_AT = (100, 140)
LIGHT, GREY = 218, 24  # how light the darkest colour must be, and how far colours may lie apart
SHARE = 0.8
COLOURED = 12


def fault(data: bytes) -> str:
    """What is wrong with this portrait, or "good"."""
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        width, height = picture.size
        if width < SMALLEST[0] or height < SMALLEST[1]:
            return "small"
        if not RATIOS[0] <= width / height <= RATIOS[1]:
            return "ratio"
        small = picture.convert("RGBA").resize(LOOKED_AT)
    ground = Image.new("RGBA", LOOKED_AT, "white")
    ground.alpha_composite(small)
    return _look(ground.convert("RGB"))


def _look(picture: Image.Image) -> str:
    """The ground is looked at above and beside the head; colour anywhere."""
    width, height = picture.size
    edge = width // 10
    parts = ((0, 0, width, height // 20), (0, 0, edge, height // 3))
    parts += ((width - edge, 0, width, height // 3),)
    pixels = [pixel for part in parts for pixel in _pixels(picture.crop(part))]
    light = sum(min(each) >= LIGHT and max(each) - min(each) <= GREY for each in pixels)
    if light < SHARE * len(pixels):
        return "ground"
    spread = max(max(each) - min(each) for each in _pixels(picture))
    return "good" if spread >= COLOURED else "colourless"


def _pixels(picture: Image.Image) -> list[tuple[int, int, int]]:
    raw = picture.tobytes()
    return [(raw[at], raw[at + 1], raw[at + 2]) for at in range(0, len(raw), 3)]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.stdout.write(fault(sys.stdin.buffer.read()))
