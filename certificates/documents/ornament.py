"""The ground of a certificate: a frame of interlaced lines, a faint rosette, hairlines under the
entries. Lines only, so that it stays sharp and small; no emblem of any kind. Pure."""

from collections.abc import Iterator
from math import cos, pi, sin

from certificates.documents.layouts import Sheet

GOLD, TEAL, PALE, HAIR = "#b8974a", "#7fa39b", "#f4eedf", "#c9ced4"
OUTER, INNER = 10.0, 18.0  # mm from the edge of the paper
WAVE = 7.0  # mm, about; each side takes a whole number of them
PHASES = 4
PETALS = 36


def svg(sheet: Sheet) -> bytes:
    """The ground of a layout, in millimetres."""
    width, height = sheet.page
    parts = [*_rosette(width / 2, height / 2, 66), *_frame(width, height)] if sheet.frame else []
    parts += [
        f'<path d="M{x} {y}h{length}" stroke="{HAIR}" stroke-width=".2"/>'
        for x, y, length in sheet.rules
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="none">'
        f"{''.join(parts)}</svg>"
    ).encode()


def _frame(width: float, height: float) -> Iterator[str]:
    for inset, thick in ((OUTER - 1.2, 0.7), (OUTER, 0.2), (INNER, 0.2), (INNER + 1.1, 0.4)):
        yield _box(inset, width, height, thick)
    middle = (OUTER + INNER) / 2
    corner = INNER - OUTER
    for start, across, length in _sides(width, height, middle, corner):
        for phase in range(PHASES):
            colour = GOLD if phase % 2 else TEAL
            path = _wave(start, across, length, phase / PHASES)
            yield f'<path d="{path}" stroke="{colour}" stroke-width=".16"/>'
    for x in (middle, width - middle):
        for y in (middle, height - middle):
            yield _flower(x, y, corner / 2)


def _sides(width: float, height: float, middle: float, corner: float):
    """Where each side's waves begin, whether they run across, and how far."""
    begin = middle + corner / 2
    for y in (middle, height - middle):
        yield (begin, y), True, width - 2 * begin
    for x in (middle, width - middle):
        yield (x, begin), False, height - 2 * begin


def _box(inset: float, width: float, height: float, thick: float) -> str:
    return (
        f'<rect x="{inset:g}" y="{inset:g}" width="{width - 2 * inset:g}" '
        f'height="{height - 2 * inset:g}" stroke="{GOLD}" stroke-width="{thick}"/>'
    )


def _wave(start: tuple[float, float], across: bool, length: float, phase: float) -> str:
    """A sine from end to end, as Bézier curves a quarter wave each."""
    waves = round(length / WAVE)
    step, tall = length / waves / 4, (INNER - OUTER) / 2 - 0.5
    slope = 2 * pi / (4 * step)  # of a sine of height 1

    def point(along: float, aside: float) -> str:
        x, y = (along, aside) if across else (aside, along)
        return f"{start[0] + x:.2f} {start[1] + y:.2f}"

    def sine(at: float) -> tuple[float, float]:
        angle = slope * at + 2 * pi * phase
        return tall * sin(angle), tall * slope * cos(angle)

    path = [f"M{point(0, sine(0)[0])}"]
    for quarter in range(4 * waves):
        here, there = quarter * step, (quarter + 1) * step
        (a, rise), (b, fall) = sine(here), sine(there)
        path.append(
            f"C{point(here + step / 3, a + rise * step / 3)} "
            f"{point(there - step / 3, b - fall * step / 3)} {point(there, b)}"
        )
    return "".join(path)


def _flower(x: float, y: float, radius: float) -> str:
    """What joins the waves of two sides."""
    rings = "".join(
        f'<circle cx="{x + radius / 2 * cos(k * pi / 4):.2f}" '
        f'cy="{y + radius / 2 * sin(k * pi / 4):.2f}" r="{radius / 2:.2f}"/>'
        for k in range(8)
    )
    return f'<g stroke="{GOLD}" stroke-width=".14">{rings}</g>'


def _rosette(x: float, y: float, radius: float) -> Iterator[str]:
    """Ellipses turned about the middle, pale enough to be written on."""
    for long, short in ((radius, radius * 0.4), (radius * 0.4, radius * 0.14)):
        for petal in range(PETALS):
            yield (
                f'<ellipse cx="0" cy="0" rx="{long:.1f}" ry="{short:.1f}" stroke="{PALE}" '
                f'stroke-width=".2" transform="translate({x:g} {y:g}) '
                f'rotate({petal * 180 / PETALS:g})"/>'
            )
