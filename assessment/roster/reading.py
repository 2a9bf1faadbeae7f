"""A file to lines: every cell read, every fault named. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from accounts import identity
from accounts.identity import DocumentKind
from assessment.roster.columns import BY_HEAD, HEAD_OF, NEEDED, PASSED_OVER, Column
from catalogue.resources.cells import CellError
from printing import sheets
from printing.sheets import Sheet, SheetError, SheetRow

MOST_ROWS = 20_000
EMPTY = ("没有填写", "请填写；有合并单元格的，先取消合并，再逐行填写")
CHECK = "请核对证件后改正"

Note = tuple[str, str, str]  # column, problem, remedy: as `CellFault` without its row
Job = dict[str, Any]  # since, until, employer


@dataclass
class Line:
    """A row as it was read. `given` are columns of the entry, `details` its further fields: only
    what the row says. `wrong` names the heads that could not be read."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    work: list[Job] = field(default_factory=list)
    faults: list[Note] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def blame(self, head: str, problem: str, remedy: str) -> None:
        self.faults.append((head, problem, remedy))
        self.wrong.add(head)


def open_sheet(data: bytes, name: str) -> Sheet:
    """The table of a file. Raises SheetError, its text for the user."""
    file = BytesIO(data)
    file.name = name
    sheet = sheets.read(file, max_rows=MOST_ROWS)
    _refuse_other_heads(sheet.headers)
    return sheet


def _refuse_other_heads(heads: list[str]) -> None:
    missing = [head for head in NEEDED if head not in heads]
    unknown = [head for head in heads if head not in BY_HEAD and head not in PASSED_OVER]
    said = []
    if missing:
        said.append(f"第 1 行缺少{_listed(missing)}")
    if unknown:
        said.append(f"第 1 行有模板中没有的{_listed(unknown)}")
    if said:
        raise SheetError(f"{'；'.join(said)}。请下载本计划的名册模板，按模板的表头填写。")


def _listed(heads: list[str]) -> str:
    shown = "、".join(f"“{head[:20]}”" for head in heads[:8])
    return f"{shown}等 {len(heads)} 列" if len(heads) > 8 else f"{shown}列"


def lines(sheet: Sheet, today: date) -> Iterator[Line]:
    """Each row of a sheet, read."""
    columns = [BY_HEAD.get(head) for head in sheet.headers]
    for row in sheet.rows:
        yield _line(row, columns, today)


def _line(row: SheetRow, columns: list[Column | None], today: date) -> Line:
    line = Line(row.number)
    jobs: dict[int, Job] = {}
    for index, (column, text) in enumerate(zip(columns, row.cells, strict=True)):
        if column is None:
            continue
        if doubt := row.doubts.get(index):
            line.blame(column.head, doubt.problem, doubt.remedy)
        elif text:
            _read(line, column, text, jobs)
    for head in NEEDED:
        if head not in line.wrong and HEAD_KEYS[head] not in line.given:
            line.blame(head, *EMPTY)
    _identify(line)
    _history(line, jobs, today)
    return line


HEAD_KEYS = {head: key for key, head in HEAD_OF.items()}


def _read(line: Line, column: Column, text: str, jobs: dict[int, Job]) -> None:
    try:
        value = column.read(text)
    except CellError as refused:
        line.blame(column.head, refused.message, refused.remedy)
        value = None
    if column.period:
        jobs.setdefault(column.period, {})[column.key] = value
    elif value is not None:
        (line.details if column.in_details else line.given)[column.key] = value


def _identify(line: Line) -> None:
    """The number in its one spelling, with the birth date and sex that it says."""
    given = line.given
    if {"证件类型", "证件号码"} & line.wrong:
        return
    kind = given.setdefault("document", DocumentKind.ID_CARD.value)
    try:
        number = given["id_number"] = identity.clean(kind, given["id_number"])
    except ValueError as refused:
        line.blame("证件号码", str(refused).rstrip("。"), CHECK)
        return
    if kind == DocumentKind.ID_CARD:
        _says(line, "sex", identity.sex(number))
        _says(line, "born_on", identity.birth_date(number))
        return
    for key in ("sex", "born_on"):
        if key not in given and HEAD_OF[key] not in line.wrong:
            label = DocumentKind(kind).label
            line.blame(HEAD_OF[key], "没有填写", f"持{label}的须填写{HEAD_OF[key]}")


def _says(line: Line, key: str, value: object) -> None:
    """What an ID number says of its holder, which a cell may repeat but not contradict."""
    if line.given.setdefault(key, value) != value:
        head = HEAD_OF[key]
        line.blame(head, f"{head}与身份证号码不一致（号码为 {value}）", CHECK)


def _history(line: Line, jobs: dict[int, Job], today: date) -> None:
    born = line.given.get("born_on")
    for number, job in sorted(jobs.items()):
        since, until = job.get("since"), job.get("until")
        first, last = f"从业开始{number}", f"从业结束{number}"
        if since is None:
            if first not in line.wrong:
                line.blame(first, "没有填写", "填了从业结束或从业单位的，须填写开始日期")
        elif since > today:
            line.blame(first, "开始日期在今天之后", "请填写已经开始的从业经历")
        elif born and since <= born:
            line.blame(first, "开始日期早于出生日期", "请核对日期")
        elif until and until < since:
            line.blame(last, "结束日期早于开始日期", "请核对日期")
        else:
            line.work.append({"since": since, "until": until, "employer": job.get("employer")})
