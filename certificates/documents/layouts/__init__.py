"""Where things stand on the paper: read from the tables beside this module, in millimetres."""

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

Box = tuple[float, float, float, float]


class Layout(StrEnum):
    """The papers on which a certificate is drawn."""

    A4 = "a4"
    OVERPRINT = "overprint"


@dataclass(frozen=True)
class Style:
    """How a cell is set. Sizes in points; `spacing` between letters in em."""

    size: float
    colour: str
    align: str
    good: float = 0  # from which on it stays on fewer lines
    least: float = 0  # below which it is not set; each is `size` where nothing is said
    lines: int = 1
    bold: bool = False
    spacing: float = 0

    @property
    def rgb(self) -> tuple[float, float, float]:
        """The colour in parts of one."""
        red, green, blue = bytes.fromhex(self.colour.removeprefix("#"))
        return red / 255, green / 255, blue / 255


@dataclass(frozen=True)
class Cell:
    """A place for one text: always the same (`text`), or from the content (`field`)."""

    key: str
    box: Box
    style: str
    text: str = ""
    field: str = ""
    says: str = ""  # stands before what is filled in


@dataclass(frozen=True)
class Sheet:
    """One layout."""

    page: tuple[float, float]
    photo: Box
    code: Box
    frame: bool
    rules: tuple[tuple[float, float, float], ...]
    cells: tuple[Cell, ...]
    styles: dict[str, Style] = field(hash=False)

    @property
    def fixed(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.field]


@cache
def load(layout: Layout) -> Sheet:
    """A layout, read once for the process."""
    path = Path(__file__).with_name(f"{layout.value}.toml")
    table = tomllib.loads(path.read_text())
    cells = [
        Cell(key=f"c{at}", **{**cell, "box": tuple(cell["box"])})
        for at, cell in enumerate(table["cells"])
    ]
    return Sheet(
        page=tuple(table["page"]),
        photo=tuple(table["photo"]),
        code=tuple(table["code"]),
        frame=table["frame"],
        rules=tuple(map(tuple, table["rules"])),
        cells=tuple(cells),
        styles={name: Style(**style) for name, style in table["styles"].items()},
    )
