"""The shape in which figures come: a table with its chart, and a few numbers that stand first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Cell = int | float | None
SHOWN = 20
NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """A column of numbers. `unit`: what follows each (`%`); `drawn`: it stands in the chart."""

    label: str
    unit: str = ""
    drawn: bool = True

    def text(self, cell: Cell) -> str:
        """A number as it is read: thousands apart, one decimal where it is no whole number."""
        if cell is None:
            return NOTHING
        return f"{cell:,.1f}{self.unit}" if isinstance(cell, float) else f"{cell:,}{self.unit}"


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Panel:
    """A table and the chart that says the same. `head` heads the labels; `kind` is `bar` (one bar a
    row, lying), `stack` (lying, the columns end to end) or `column` (standing, along time).
    `note` says what is counted, where that is not plain."""

    key: str
    title: str
    head: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    kind: str = "bar"
    note: str = ""
    most: int = SHOWN

    @property
    def shown(self) -> Sequence[Row]:
        """Those that the page has room for; the workbook has all."""
        return self.rows if self.kind == "column" else self.rows[: self.most]

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.shown)

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """Each row shown as text."""
        return [
            (
                row.label,
                [column.text(cell) for column, cell in zip(self.columns, row.cells, strict=True)],
            )
            for row in self.shown
        ]

    @property
    def chart(self) -> dict:
        """The same rows for the script that draws them."""
        return {
            "kind": self.kind,
            "labels": [row.label for row in self.shown],
            "series": [
                {
                    "name": column.label,
                    "unit": column.unit,
                    "data": [row.cells[index] for row in self.shown],
                }
                for index, column in enumerate(self.columns)
                if column.drawn
            ],
        }


@dataclass(frozen=True)
class Key:
    """A number that stands first."""

    label: str
    value: Cell
    unit: str = ""

    @property
    def text(self) -> str:
        return Column(self.label, self.unit).text(self.value)


@dataclass(frozen=True)
class Figures:
    """What a topic says. `empty`: nothing was found."""

    keys: tuple[Key, ...]
    panels: tuple[Panel, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not any(key.value for key in self.keys)


def share(part: int, whole: int) -> float | None:
    """In percent, with one decimal; none of nothing."""
    return round(100 * part / whole, 1) if whole else None


def most_first(rows: Iterable[Row]) -> list[Row]:
    """By the first number downward, then by name."""
    return sorted(rows, key=lambda row: (-(row.cells[0] or 0), row.label))
