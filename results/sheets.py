"""Marks as people write them: in a cell of the grid, in a file. Pure."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from catalogue.resources.cells import CellError
from printing import sheets
from printing.sheets import CellFault, SheetError

TICKET, MARK, ABSENT = "准考证号", "成绩", "缺考"
HEADS = (TICKET, MARK, ABSENT)
ABSENT_WORDS = ("缺考", "缺", "Q", "q")
YES, NO = ("是", "√", "1", "缺考"), ("", "否", "0")
MOST_ROWS = 20_000
SHOWN = 20


@dataclass(frozen=True)
class Value:
    """A mark, or that somebody was absent."""

    mark: Decimal | None = None
    absent: bool = False

    def __str__(self) -> str:
        return "缺考" if self.absent else f"{self.mark.normalize():f}"


def word(value: Value | None) -> str:
    """What a page carries of the value that it showed; "" for none."""
    return "" if value is None else str(value)


def read(text: str, full_mark: int) -> Value | None:
    """A mark of 0 to the full mark with at most one decimal, or 缺考 (缺, q); None for nothing.
    Raises CellError."""
    text = _half_width(text).strip().replace("。", ".")
    if not text:
        return None
    if text in ABSENT_WORDS:
        return Value(absent=True)
    whole, dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 4):
        raise CellError(
            f"“{text[:20]}”不是成绩", f"填写 0 到 {full_mark} 的数字，缺考的填“缺考”或 q"
        )
    if dot and not (part.isascii() and part.isdigit()):
        raise CellError(f"“{text[:20]}”不是成绩", "小数点后面填写一位数字")
    if len(part.rstrip("0")) > 1:
        raise CellError("小数超过一位", "最多保留一位小数")
    mark = Decimal(f"{whole}.{part[:1] or 0}")
    if mark > full_mark:
        raise CellError(f"超过满分 {full_mark}", f"填写 0 到 {full_mark} 的数字")
    return Value(mark)


def _half_width(text: str) -> str:
    """As an input method writes letters and digits, never as 6² or ㊿ would be read: that is no
    mark, and nobody is to guess which."""
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith("<wide>") else c
        for c in text
    )


def read_file(
    data: bytes, name: str, tickets: Mapping[str, int], full_mark: int
) -> tuple[dict[int, Value], list[CellFault]]:
    """What a file gives whom, by the keys of `tickets`, and every fault in it; with faults nothing
    of it is to be used. Raises SheetError for a file that cannot be read at all."""
    file = BytesIO(data)
    file.name = name
    sheet = sheets.read(file, max_rows=MOST_ROWS)
    missing = [head for head in (TICKET, MARK) if head not in sheet.headers]
    if missing:
        raise SheetError(f"第 1 行缺少“{'”“'.join(missing)}”列。请下载模板，按模板的表头填写。")
    found: dict[int, Value] = {}
    faults = list(sheet.faults)
    doubted = {fault.row for fault in faults}
    seen: dict[str, int] = {}
    for row in sheet.rows:
        if row.number in doubted:
            continue
        cells = dict(zip(sheet.headers, row.cells, strict=True))
        wrong = list(_faults(row.number, cells, tickets, seen))
        value = None
        if not wrong:
            value, wrong = _value(row.number, cells, full_mark)
        faults += wrong
        if value is not None:
            found[tickets[cells[TICKET]]] = value
    return found, sorted(faults, key=lambda fault: fault.row)


def _faults(
    number: int, cells: Mapping[str, str], tickets: Mapping[str, int], seen: dict[str, int]
) -> Iterator[CellFault]:
    ticket = cells[TICKET]
    if not ticket:
        yield CellFault(number, TICKET, "没有填写", "请填写准考证号，或删去这一行")
    elif ticket not in tickets:
        yield CellFault(
            number, TICKET, f"“{ticket[:30]}”不在这本成绩册", "请核对准考证号和所选的职业等级、科目"
        )
    elif ticket in seen:
        yield CellFault(
            number, TICKET, f"与第 {seen[ticket]} 行重复", "一人只留一行，请核对以哪一行为准"
        )
    else:
        seen[ticket] = number


def _value(
    number: int, cells: Mapping[str, str], full_mark: int
) -> tuple[Value | None, list[CellFault]]:
    flag = cells.get(ABSENT, "")
    if flag not in (*YES, *NO):
        return None, [CellFault(number, ABSENT, f"“{flag[:20]}”看不明白", "缺考填“是”，否则留空")]
    try:
        value = read(cells[MARK], full_mark)
    except CellError as refused:
        return None, [CellFault(number, MARK, refused.message, refused.remedy)]
    if flag in YES:
        if value is not None and not value.absent:
            problem = "填了成绩又填了缺考"
            return None, [CellFault(number, MARK, problem, "请核对试卷，只保留一项")]
        return Value(absent=True), []
    if value is None:
        return None, [CellFault(number, MARK, "没有填写", "填写成绩；缺考的在“缺考”列填“是”")]
    return value, []
