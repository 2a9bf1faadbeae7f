"""A workbook to questions: every cell read, every fault named. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from papers.content import Content, criterion_faults, faults, tidy_answer
from papers.exchange import columns as c
from papers.exchange.columns import CellError
from papers.fields import plain_text
from printing import sheets
from printing.sheets import EmptySheetError, NoSheetError, Sheet, SheetError, SheetRow

SAMPLE = "示例"
EMPTY = ("没有填写", "请填写；有合并单元格的，先取消合并，再逐行填写")
Note = tuple[str, str, str]  # column, problem, remedy


@dataclass
class Line:
    """A row of a sheet as it was read; `content` where nothing is wrong with it."""

    sheet: str
    row: int
    title: str = ""
    content: Content | None = None
    faults: list[Note] = field(default_factory=list)

    def blame(self, head: str, problem: str, remedy: str) -> None:
        self.faults.append((head, problem, remedy))


@dataclass
class _Sheet:
    """The lines of the marking sheets, by the number of their task."""

    lines: list[Line] = field(default_factory=list)
    given: dict[str, list[tuple[str, Decimal]]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    rows: dict[str, list[Line]] = field(default_factory=dict)


def read(data: bytes, name: str, points: Mapping[str, int]) -> list[Line]:
    """Every row of the questions, and those of the marking sheets that have faults. `points` are
    the keys of the knowledge points by code. Raises SheetError, its text for the user."""
    questions = _open(data, name, c.QUESTIONS, c.MOST_ROWS)
    _refuse_other_heads(questions, c.QUESTIONS, c.HEADS, c.NEEDED)
    try:
        marking = _open(data, name, c.CRITERIA, c.MOST_CRITERION_ROWS)
        _refuse_other_heads(marking, c.CRITERIA, c.CRITERION_HEADS, c.CRITERION_HEADS)
        given = _criteria(marking)
    except (NoSheetError, EmptySheetError):
        given = _Sheet()
    lines: list[Line] = []
    numbers: dict[str, int] = {}
    texts: dict[tuple[str, str], int] = {}
    for row in questions.rows:
        line = _question(questions, row, points, given, numbers)
        _refuse_repeated(line, texts)
        lines.append(line)
    for number, rows in given.rows.items():
        if number not in numbers:
            for line in rows:
                problem = f"“{c.QUESTIONS}”中没有序号为 {number} 的试题"
                line.blame(c.NUMBER, problem, "请核对序号，或者删去这一行")
    return lines + [line for line in given.lines if line.faults]


def read_points(data: bytes, name: str) -> tuple[list[tuple[str, str, int]], list[Line]]:
    """(points to enter, rows with faults) of a file of knowledge points. Raises SheetError."""
    sheet = _open(data, name, "", c.MOST_ROWS)
    _refuse_other_heads(sheet, "", c.POINT_HEADS, c.POINT_HEADS)
    found: dict[str, tuple[str, str, int]] = {}
    wrong: list[Line] = []
    for row in sheet.rows:
        line = Line("", row.number)
        cells = _cells(sheet, row, line)
        code, title = (_needed(line, cells, head) for head in c.POINT_HEADS[:2])
        weight = _read(line, cells, c.POINT_HEADS[2], c.read_whole)
        _refuse_long(line, code, title)
        if weight is not None and weight > 1000:
            line.blame(c.POINT_HEADS[2], "比重超过 1000", "请按同一比例改小")
        if code in found:
            line.blame(c.POINT_HEADS[0], f"代码“{code}”出现了两次", "请删去一行，或改正代码")
        if line.faults:
            wrong.append(line)
        else:
            found[code] = (code, title, weight)
    return list(found.values()), wrong


def _refuse_long(line: Line, code: str, title: str) -> None:
    for head, text, most in zip(c.POINT_HEADS, (code, title), (20, 100), strict=False):
        if len(text) > most:
            line.blame(head, f"超过 {most} 个字", "请缩短")


def _open(data: bytes, name: str, title: str, most: int) -> Sheet:
    file = BytesIO(data)
    file.name = name
    return sheets.read(file, max_rows=most, title=title)


def _refuse_other_heads(sheet: Sheet, title: str, known: tuple, needed: tuple) -> None:
    missing = [head for head in needed if head not in sheet.headers]
    strange = [head for head in sheet.headers if head not in (*known, *c.PASSED_OVER)]
    said = []
    if missing:
        said.append(f"第 1 行缺少{_listed(missing)}")
    if strange:
        said.append(f"第 1 行有模板中没有的{_listed(strange)}")
    if said:
        where = f"“{title}”工作表" if title else ""
        raise SheetError(f"{where}{'；'.join(said)}。请下载模板，按模板的表头填写。")


def _listed(heads: list[str]) -> str:
    shown = "、".join(f"“{head[:20]}”" for head in heads[:8])
    return f"{shown}等 {len(heads)} 列" if len(heads) > 8 else f"{shown}列"


def _cells(sheet: Sheet, row: SheetRow, line: Line) -> dict[str, str]:
    """The text of each column; one that cannot be relied on is blamed and left out."""
    cells = {}
    for index, (head, text) in enumerate(zip(sheet.headers, row.cells, strict=True)):
        if head in c.PASSED_OVER:
            continue
        if doubt := row.doubts.get(index):
            line.blame(head, doubt.problem, doubt.remedy)
        else:
            cells[head] = text
    return cells


def _needed(line: Line, cells: dict[str, str], head: str) -> str:
    text = cells.get(head, "")
    if head in cells and not text:
        line.blame(head, *EMPTY)
    return text


def _read(line: Line, cells: dict[str, str], head: str, reader, *, needed: bool = True):
    text = _needed(line, cells, head) if needed else cells.get(head, "")
    if not text:
        return None
    try:
        return reader(text)
    except CellError as refused:
        line.blame(head, refused.problem, refused.remedy)
        return None


def _criteria(sheet: Sheet) -> _Sheet:
    found = _Sheet()
    for row in sheet.rows:
        line = Line(c.CRITERIA, row.number)
        cells = _cells(sheet, row, line)
        number = line.title = _needed(line, cells, c.NUMBER)
        text = _needed(line, cells, c.CRITERION)
        marks = _read(line, cells, c.MARKS, c.read_marks)
        if text and marks is not None:
            for problem, remedy in criterion_faults(text, marks):
                line.blame(c.MARKS if "配分" in problem else c.CRITERION, problem, remedy)
        found.lines.append(line)
        found.rows.setdefault(number, []).append(line)
        if line.faults:
            found.wrong.add(number)
        else:
            found.given.setdefault(number, []).append((text, marks))
    return found


def _question(
    sheet: Sheet, row: SheetRow, points: Mapping[str, int], given: _Sheet, numbers: dict[str, int]
) -> Line:
    line = Line(c.QUESTIONS, row.number)
    cells = _cells(sheet, row, line)
    line.title = cells.get(c.TEXT, "")
    number = cells.get(c.NUMBER, "")
    if number and number in numbers:
        line.blame(c.NUMBER, f"序号 {number} 与第 {numbers[number]} 行相同", "请改正，每题一个序号")
    elif number:
        numbers[number] = row.number
    kind = _read(line, cells, c.KIND, c.read_kind)
    point = _point(line, cells, points)
    difficulty = _read(line, cells, c.DIFFICULTY, c.read_difficulty)
    minutes = _read(line, cells, c.MINUTES, c.read_whole, needed=False)
    if line.faults or not (kind and difficulty):
        return line
    content = Content(
        kind=kind.value,
        point=point,
        difficulty=difficulty.value,
        text=cells[c.TEXT],
        options=_options(cells),
        answer=tidy_answer(kind, cells.get(c.ANSWER, "")),
        explanation=cells.get(c.EXPLANATION, ""),
        minutes=minutes,
        criteria=tuple(given.given.get(number, ())) if number else (),
    )
    _judge(line, content, number in given.wrong)
    return line


def _judge(line: Line, content: Content, is_sheet_wrong: bool) -> None:
    for name, problem, remedy in faults(content):
        if name == "criteria" and is_sheet_wrong:
            continue  # its rows say what is wrong
        more = f"；评分项写在“{c.CRITERIA}”工作表，序号与本行相同" if name == "criteria" else ""
        line.blame(c.SHOWN_AT[name], problem, remedy + more)
    if not line.faults:
        line.content = content


def _point(line: Line, cells: dict[str, str], points: Mapping[str, int]) -> int:
    code = _needed(line, cells, c.POINT)
    if code and code not in points:
        if code == SAMPLE:
            line.blame(c.POINT, "这是模板的样例", "请删去样例各行，“评分表”里的也要删去")
        else:
            problem = f"题库中没有代码为“{code[:20]}”的知识点"
            line.blame(c.POINT, problem, "请改正代码，或先在题库中添加知识点")
    return points.get(code, 0)


def _options(cells: dict[str, str]) -> tuple[str, ...]:
    """Up to the last one that is filled in: a gap is for the check to see."""
    texts = [cells.get(head, "") for head in c.OPTIONS]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _refuse_repeated(line: Line, texts: dict[tuple[str, str], int]) -> None:
    if line.content is None:
        return
    key = (line.content.kind, plain_text(line.content.text))
    if key in texts:
        line.blame(c.TEXT, f"题干与第 {texts[key]} 行相同", "请删去一行，或修改题干")
        line.content = None
    else:
        texts[key] = line.row
