"""The shipped fonts, glyph by glyph: which of them sets a character, how wide a text runs, and
programs that hold only the glyphs of one document.

A document that is somebody's own must hold no glyphs of other people's names, so each gets a
program of its own: the outlines that it draws, numbered anew from zero. Character map, names and
layout tables are left out, since the PDF says which glyph stands where.
"""

import mmap
import struct
from array import array
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from fontTools.ttLib import TTFont

from printing import fonts

COPIED = ("head", "hhea", "maxp")


class Face:
    """A TrueType font of the project, opened once for the process."""

    def __init__(self, name: str):
        self.name = name.removesuffix(".ttf")
        path = fonts.FOLDER / name
        # Else the moment at which a process began would stand in every file.
        with TTFont(path, lazy=True, recalcTimestamp=False) as font:
            self.glyphs = _numbered(font)
            head, lines = font["head"], font["hhea"]
            self.ascent, self.descent = lines.ascent, lines.descent
            self.per_em = head.unitsPerEm
            self.box = [head.xMin, head.yMin, head.xMax, head.yMax]
            self.cap_height = font["OS/2"].sCapHeight
            self.tables = {tag: font.getTableData(tag) for tag in COPIED if tag in font}
            self.metrics, self.last = font.getTableData("hmtx"), lines.numberOfHMetrics - 1
            self.offsets = array("L", font["loca"])
            self.start = font.reader.tables["glyf"].offset
        with path.open("rb") as file:  # many MB of which a page needs 14 KB
            self.file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def glyph(self, char: str) -> int:
        """The number of a character's glyph. Raises ValueError where it has none."""
        try:
            return self.glyphs[ord(char)]
        except KeyError as error:
            raise ValueError(fonts.describe([char])) from error

    def advance(self, glyph: int) -> int:
        """The width of a glyph in thousandths of the font size, as PDF counts."""
        return self.thousandths(self._metrics(glyph)[0])

    def thousandths(self, length: int) -> int:
        """A length of the font as PDF counts it."""
        return round(length * 1000 / self.per_em)

    def _metrics(self, glyph: int) -> tuple[int, int]:
        """Advance and left bearing; the last glyphs of a font share one advance."""
        if glyph <= self.last:
            return struct.unpack_from(">Hh", self.metrics, 4 * glyph)
        advance = struct.unpack_from(">H", self.metrics, 4 * self.last)
        bearing = struct.unpack_from(">h", self.metrics, 2 * (self.last + glyph) + 2)
        return advance + bearing

    def program(self, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
        """A font of these glyphs, and the new number of each. The same for the same set."""
        order = sorted({0, *glyphs})
        numbers = {old: new for new, old in enumerate(order)}
        outlines, offsets = bytearray(), [0]
        for old in order:
            outlines += self._outline(old)
            outlines += bytes(-len(outlines) % 4)
            offsets.append(len(outlines))
        metrics = b"".join(struct.pack(">Hh", *self._metrics(old)) for old in order)
        tables = self.tables | {
            "glyf": bytes(outlines),
            "loca": struct.pack(f">{len(offsets)}L", *offsets),
            "hmtx": metrics,
            "maxp": _patched(self.tables["maxp"], 4, len(order)),
            "hhea": _patched(self.tables["hhea"], 34, len(order)),
            # Long offsets; no sum over the whole file, which PDF does not ask for.
            "head": _patched(self.tables["head"][:8] + bytes(4) + self.tables["head"][12:], 50, 1),
        }
        return _assembled(tables), numbers

    def _outline(self, glyph: int) -> bytes:
        start, end = self.offsets[glyph : glyph + 2]
        outline = self.file[self.start + start : self.start + end]
        if outline[:1] >= b"\x80":  # a negative number of contours: made of other glyphs
            raise ValueError(f"Glyph {glyph} is composed, as none of the shipped fonts' is.")
        return outline


@cache
def regular() -> Face:
    """The face of all text that is not rare."""
    return Face(fonts.REGULAR)


@cache
def _rare(name: str) -> Face:
    return Face(name)


def face_of(char: str) -> Face:
    """The face that sets a character: Regular, or the first of the rare ones that has it. Raises
    ValueError where none has."""
    if ord(char) in (face := regular()).glyphs:
        return face
    for name in fonts.RARE:
        if ord(char) in (face := _rare(name)).glyphs:
            return face
    raise ValueError(fonts.describe([char]))


def runs(text: str) -> list[tuple[Face, str]]:
    """A text in parts of one face each."""
    face = regular()
    if all(ord(char) in face.glyphs for char in text):
        return [(face, text)]
    return [(face, "".join(part)) for face, part in groupby(text, face_of)]


def width(text: str) -> float:
    """How wide a line is, in units of its font size, letter by letter (no kerning). Raises
    ValueError for a character without a glyph."""
    return sum(_advances(text)) / 1000


def run(text: str, size: float) -> float:
    """How long a line is in pixels at a size in pixels, each letter counted in 1024ths of one, as
    Pango does. Raises ValueError for a character without a glyph."""
    return sum(round(each * size * 1.024) for each in _advances(text)) / 1024


def _advances(text: str) -> Iterable[int]:
    return (face.advance(face.glyph(char)) for face, part in runs(text) for char in part)


def _numbered(font: TTFont) -> dict[int, int]:
    """The number of the glyph of each character."""
    numbers = font.getReverseGlyphMap()
    return {code: numbers[glyph] for code, glyph in font.getBestCmap().items()}


def _patched(table: bytes, at: int, value: int) -> bytes:
    return table[:at] + struct.pack(">H", value) + table[at + 2 :]


def _assembled(tables: dict[str, bytes]) -> bytes:
    """An sfnt file: directory, then tables by name, each at a multiple of four."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(
        ">LHHHH", 0x10000, count, 16 << power, power, 16 * (count - (1 << power))
    )
    body, start = bytearray(), 12 + 16 * count
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag.encode(), total, start + len(body), len(data))
        body += padded
    return directory + bytes(body)
