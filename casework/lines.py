"""Rows of a spreadsheet by its columns: what each cell means, or what is wrong with it. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.resources.cells import CellError
from printing.sheets import CellFault, Sheet, SheetRow

PASSED_OVER = frozenset({"序号", "备注"})  # heads that people add for themselves
EMPTY = ("没有填写", "请填写")
CHECK = "请核对后重新填写"

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """`read` makes a value of the text of a cell or raises CellError; it is not asked of an empty
    one. `choices` are offered as a list by the template."""

    head: str
    key: str
    read: Read
    about: str
    sample: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass
class Line:
    """One row: what was read, by the keys of the columns, and what is wrong."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    def blame(self, head: str, problem: str, remedy: str = CHECK) -> None:
        """Say what is wrong with the cell under `head`."""
        self.faults.append(CellFault(self.number, head, problem, remedy))

    def is_wrong(self, head: str) -> bool:
        """Whether something was said of the cell under `head`."""
        return any(fault.column == head for fault in self.faults)


def words(longest: int) -> Read:
    """Text of at most so many characters."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise CellError(f"有 {len(text)} 个字", f"请缩短到 {longest} 个字以内")
        return text

    return read


def said(clean: Callable[[str], Any], remedy: str = CHECK) -> Read:
    """What `clean` makes of a text; its ValueError is for the user."""

    def read(text: str) -> Any:
        try:
            return clean(text)
        except ValueError as refused:
            raise CellError(str(refused).rstrip("。"), remedy) from refused

    return read


def header_faults(sheet: Sheet, columns: Sequence[Column]) -> list[CellFault]:
    """Columns that are missing or unknown."""
    known = {column.head for column in columns} | PASSED_OVER
    odd = [head for head in sheet.headers if head not in known]
    missing = [c.head for c in columns if c.needed and c.head not in sheet.headers]
    return [
        *(CellFault(1, head[:30], "不认识这一列", "删去，或按模板改正表头") for head in odd),
        *(CellFault(1, head, "缺少这一列", "补上这一列，或从模板填起") for head in missing),
    ]


def lines(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Line]:
    """Each row of a sheet, read."""
    by_head = {column.head: column for column in columns}
    heads = [by_head.get(head) for head in sheet.headers]
    for row in sheet.rows:
        yield _line(row, heads)


def _line(row: SheetRow, columns: list[Column | None]) -> Line:
    line = Line(row.number)
    for index, column in enumerate(columns):
        if column is None:
            continue
        if doubt := row.doubts.get(index):
            line.blame(column.head, doubt.problem, doubt.remedy)
        elif text := row.cells[index]:
            _read(line, column, text)
        elif column.needed:
            line.blame(column.head, *EMPTY)
    return line


def _read(line: Line, column: Column, text: str) -> None:
    try:
        line.given[column.key] = column.read(text)
    except CellError as refused:
        line.blame(column.head, refused.message, refused.remedy)
