"""A text made to fit its box: set smaller, then on more lines; never cut. Pure."""

from dataclasses import dataclass

from certificates.documents.layouts import Style
from printing import truetype

POINT = 25.4 / 72  # mm
STEP = 0.25  # points
SLACK = 0.995
LEADING = 1.25  # a line takes so much of the height of its box, in sizes of the text
LONGEST_WORD = 12  # Latin letters and digits that are kept together
# What does not stand at the beginning of a line.
CLOSING = set("，。、；：！？）》”’·,.;:!?)/")


@dataclass(frozen=True)
class Fitted:
    size: float  # points
    lines: tuple[str, ...]


def fit(text: str, width: float, height: float, style: Style) -> Fitted:
    """How a text stands in a box of so many millimetres: on the fewest lines on which its size is
    still good, else on those on which it is largest; in quarter points. Raises
    ValueError where that is less than the style's least."""
    found = []
    for count in range(1, style.lines + 1):
        lines = _broken(text, count)
        size = min(style.size, _largest(lines, width, height)) // STEP * STEP
        found.append(Fitted(size, tuple(lines)))
        if size >= (style.good or style.size):
            return found[-1]
    best = max(found, key=lambda each: each.size)
    if best.size < (style.least or style.size):
        raise ValueError(text)
    return best


def _largest(lines: list[str], width: float, height: float) -> float:
    """The size in points at which lines fill a box in either direction."""
    widest = max(truetype.width(line) for line in lines)
    tall = height / len(lines) / LEADING / POINT
    return min(tall, width * SLACK / (widest * POINT)) if widest else tall


def _broken(text: str, count: int) -> list[str]:
    """A text on so many lines of about the same width, broken at a blank where one is near."""
    lines, rest = [], text
    for left in range(count, 1, -1):
        at = _break(rest, truetype.width(rest) / left)
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, rest]


def _break(text: str, width: float) -> int:
    """Where the line that is nearest to `width` ends."""
    run, at = 0.0, 0
    while at < len(text) and run < width:
        run += truetype.width(text[at])
        at += 1
    end = at
    while end < len(text) and (text[end] in CLOSING or _inside_a_word(text, end)):
        end += 1
    return end if end - at <= LONGEST_WORD else at


def _inside_a_word(text: str, at: int) -> bool:
    """Between two Latin letters or digits."""
    return all(char.isascii() and char.isalnum() for char in text[at - 1 : at + 1])
