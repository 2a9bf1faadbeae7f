"""What a file holds once it is read: a header row and rows of text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

MAX_COLUMNS = 256
MAX_CELLS = 3_000_000


class SheetError(Exception):
    """The file as a whole cannot be used. Its text is a Chinese sentence saying what to do."""


class NoSheetError(SheetError):
    """The workbook has no visible sheet of the title that was asked for."""


class EmptySheetError(SheetError):
    """The sheet has a header row and nothing below it."""


@dataclass(frozen=True)
class CellFault:
    """One cell whose content cannot be relied on. `row` is Excel's number, the header is row 1."""

    row: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.column}”：{self.problem}。{self.remedy}。"


@dataclass(frozen=True)
class Doubt:
    """Why the text of a cell may differ from what its author meant."""

    problem: str
    remedy: str


@dataclass(frozen=True)
class SheetRow:
    """One row: a trimmed text for each header; `doubts` names cells by their index."""

    number: int
    cells: list[str]
    doubts: dict[int, Doubt] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The table of a file. Rows without any text are left out; the others keep their numbers."""

    headers: list[str]
    rows: list[SheetRow]

    @cached_property
    def faults(self) -> list[CellFault]:
        """Every cell that Excel changed, or whose formula failed, in reading order.

        Such text must not be saved: an ID number kept as a number has lost its last digits.
        """
        return [
            CellFault(row.number, self.headers[index], doubt.problem, doubt.remedy)
            for row in self.rows
            for index, doubt in sorted(row.doubts.items())
        ]


def column_letter(index: int) -> str:
    """`A` for 0, `AA` for 26, as Excel heads its columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def refuse_beyond(rows: int, columns: int, max_rows: int) -> None:
    """Raise SheetError where the used area of a sheet is larger than we read."""
    if columns > MAX_COLUMNS:
        raise SheetError(
            f"内容一直到 {column_letter(columns - 1)} 列，最多 {MAX_COLUMNS} 列。"
            "请删去右侧多余的列后再上传。"
        )
    if rows > max_rows + 1:
        raise SheetError(
            f"内容一直到第 {rows} 行，最多 {max_rows} 行数据。"
            "请删去下方多余的行，或分成几个文件上传。"
        )
    if rows * columns > MAX_CELLS:
        raise SheetError(
            f"表格共 {rows} 行 {columns} 列，太大了。请删去多余的列，或分成几个文件上传。"
        )


def assemble(raw: Iterable[tuple[list[str], dict[int, Doubt]]], max_rows: int) -> Sheet:
    """Make the sheet of rows of clean text with their doubts, the header row first.

    Raises SheetError for an empty table, a missing or repeated header, or too many rows.
    """
    rows = iter(raw)
    top, _ = next(rows, ([], {}))
    headers = _headers(top)
    kept: list[SheetRow] = []
    for number, (cells, doubts) in enumerate(rows, start=2):
        if not any(cells) and not doubts:
            continue
        if len(kept) == max_rows:
            raise SheetError(f"数据超过 {max_rows} 行，请分成几个文件上传。")
        _refuse_beyond(cells, len(headers), number)
        padded = cells[: len(headers)] + [""] * (len(headers) - len(cells))
        kept.append(SheetRow(number, padded, {i: d for i, d in doubts.items() if i < len(headers)}))
    if not kept:
        raise EmptySheetError("表格里只有表头，没有数据。请从第 2 行起填写后再上传。")
    return Sheet(headers, kept)


def _headers(top: list[str]) -> list[str]:
    while top and not top[-1]:
        top = top[:-1]
    if not top:
        raise SheetError("第 1 行是空的。第 1 行应为表头，请按模板填写后再上传。")
    if len(top) > MAX_COLUMNS:
        raise SheetError(f"表头有 {len(top)} 列，最多 {MAX_COLUMNS} 列。请删去多余的列。")
    seen: dict[str, int] = {}
    for index, name in enumerate(top):
        letter = column_letter(index)
        if not name:
            raise SheetError(f"{letter} 列没有表头。请在第 1 行补上表头，或删去这一列。")
        if name in seen:
            first = column_letter(seen[name])
            raise SheetError(f"表头“{name}”出现了两次（{first} 列和 {letter} 列）。请删去一列。")
        seen[name] = index
    return top


def _refuse_beyond(cells: list[str], width: int, number: int) -> None:
    for index, text in enumerate(cells[width:], start=width):
        if text:
            raise SheetError(
                f"第 {number} 行 {column_letter(index)} 列有内容“{text[:20]}”，"
                "但这一列没有表头。请补上表头，或删去这一格。"
            )
