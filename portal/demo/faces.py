"""Photographs for certificates of people who do not exist, drawn: one inch, white ground."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (320, 448)  # one inch, 25 by 35 mm, at a little more than 300 dots an inch
FINER = 2  # drawn so many times larger, for smooth edges
SKINS = ((236, 197, 166), (226, 184, 150), (214, 170, 136), (241, 206, 178))
HAIRS = ((28, 24, 24), (45, 36, 32), (60, 48, 42), (96, 92, 90))
CLOTHES = ((38, 52, 88), (58, 64, 72), (24, 84, 96), (92, 42, 48), (52, 76, 56), (112, 116, 124))
LIPS, WHITE, IRIS = (178, 96, 92), (252, 252, 252), (44, 32, 28)


def portrait(seed: str, *, is_woman: bool) -> bytes:
    """A JPEG of the person of that seed."""
    dice = random.Random(seed)  # noqa: S311 - a drawing
    width, height = (side * FINER for side in SIZE)
    picture = Image.new("RGB", (width, height), "white")
    pen = _Pen(ImageDraw.Draw(picture), width / 100, width / 2)
    skin, hair = dice.choice(SKINS), dice.choice(HAIRS)
    face = dice.uniform(18.5, 20.5), dice.uniform(24, 26.5)
    _back_hair(pen, hair, is_woman=is_woman, long=dice.random() < 0.6)
    _body(pen, skin, dice.choice(CLOTHES), collar=dice.random() < 0.7)
    _head(pen, skin, face)
    _front_hair(pen, hair, face, dice)
    _features(pen, hair, dice, is_woman=is_woman)
    if dice.random() < 0.25:
        _glasses(pen)
    target = io.BytesIO()
    smooth = picture.resize(SIZE, Image.Resampling.BOX)
    smooth.save(target, "JPEG", quality=88)
    return target.getvalue()


class _Pen:
    """Draws in hundredths of the width, about the middle."""

    def __init__(self, draw, unit: float, middle: float):
        self.draw, self.unit, self.middle = draw, unit, middle

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.middle + x * self.unit, y * self.unit

    def oval(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        box = (*self.at(x - rx, y - ry), *self.at(x + rx, y + ry))
        self.draw.ellipse(box, fill=colour)

    def both(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        for side in (-1, 1):
            self.oval(side * x, y, rx, ry, colour)

    def shape(self, points, colour) -> None:
        self.draw.polygon([self.at(x, y) for x, y in points], fill=colour)

    def arc(self, x, y, rx, ry, start, end, colour, thick) -> None:
        box = (*self.at(x - rx, y - ry), *self.at(x + rx, y + ry))
        self.draw.arc(box, start, end, fill=colour, width=round(thick * self.unit))


def _darker(colour, by: float = 0.86):
    return tuple(int(part * by) for part in colour)


def _back_hair(pen: _Pen, hair, *, is_woman: bool, long: bool) -> None:
    if is_woman:
        pen.oval(0, 48, 25, 31, hair)
        if long:
            pen.shape([(-25, 48), (25, 48), (28, 92), (-28, 92)], hair)


def _body(pen: _Pen, skin, cloth, *, collar: bool) -> None:
    pen.oval(0, 122, 42, 34, cloth)
    pen.shape([(-9, 70), (9, 70), (11, 92), (0, 99), (-11, 92)], _darker(skin))
    if collar:
        pen.shape([(-11, 88), (0, 100), (-7, 106), (-17, 92)], WHITE)
        pen.shape([(11, 88), (0, 100), (7, 106), (17, 92)], WHITE)


def _head(pen: _Pen, skin, face) -> None:
    wide, tall = face
    pen.both(wide, 53, 3.2, 5.5, _darker(skin, 0.93))
    pen.oval(0, 52, wide, tall, skin)


def _front_hair(pen: _Pen, hair, face, dice) -> None:
    wide, tall = face
    top, line = 52 - tall, dice.uniform(34, 38)
    parting = dice.choice((-9, -4, 5, 10))
    box = (*pen.at(-wide - 1.5, top - 4.5), *pen.at(wide + 1.5, top + tall * 1.55))
    pen.draw.pieslice(box, 188, 352, fill=hair)
    left = [(-wide - 1, 50), (-wide - 1.5, 36), (parting, top - 2), (parting, line - 2)]
    right = [(wide + 1, 50), (wide + 1.5, 36), (parting, top - 2), (parting, line - 2)]
    pen.shape([*left, (-wide + 3, line + 5)], hair)
    pen.shape([*right, (wide - 3, line + 5)], hair)


def _features(pen: _Pen, hair, dice, *, is_woman: bool) -> None:
    apart, eye = dice.uniform(7.8, 9), 51 + dice.uniform(-1, 1)
    brow = 0.8 if is_woman else 1.3
    for side in (-1, 1):
        pen.arc(side * apart, eye - 2, 5, 4.2, 215, 325, hair, brow)
    pen.both(apart, eye, 3.1, 1.9, WHITE)
    pen.both(apart, eye, 1.7, 1.8, IRIS)
    pen.both(apart - 0.5, eye - 0.6, 0.45, 0.45, WHITE)
    pen.arc(0, 57, 2.6, 4, 40, 140, (172, 122, 100), 0.9)
    mouth = dice.uniform(4.4, 5.6)
    if is_woman:
        pen.oval(0, 67.5, mouth, 1.7, LIPS)
    pen.arc(0, 64.5, mouth, 3.4, 25, 155, _darker(LIPS, 0.8), 0.8)


def _glasses(pen: _Pen) -> None:
    dark = (52, 52, 58)
    for side in (-1, 1):
        pen.arc(side * 8.6, 51.5, 6.4, 5, 0, 360, dark, 0.8)
    pen.arc(0, 51.5, 2.4, 2, 190, 350, dark, 0.8)
