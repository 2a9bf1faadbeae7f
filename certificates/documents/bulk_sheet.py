"""The table of a bulk check: what is sent in, and what comes back."""

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from accounts.protection import normalise
from certificates import numbers
from certificates.selectors.lookup import Pair
from printing import sheets
from printing.sheets import Sheet, SheetError
from printing.sheets.writer import Marked

NAME, NUMBER, PERSON = "姓名", "证书编号", "证件号码"
ALIASES = {"身份证号": PERSON, "身份证号码": PERSON, "证书号": NUMBER, "证书编码": NUMBER}
HEADS = (NAME, NUMBER, PERSON)
ANSWERED = (
    *("行号", *HEADS, "核验结果", "说明"),
    *("登记的证书编号", "职业名称", "工种/职业方向", "职业技能等级"),
    *("评价机构", "发证日期", "证书状态", "状态自"),
)
MOST_ROWS = 3000
FOUND, ABSENT, FAULTY = "查到", "没有查到", "填写有误"
NOT_FOUND = "没有与姓名和号码同时一致的证书，请核对姓名用字和号码。"


class Line(NamedTuple):
    """One row as it was typed; `fault` says what is wrong with it."""

    row: int
    name: str
    number: str
    person: str
    fault: str

    @property
    def pair(self) -> Pair:
        """What is looked for."""
        return Pair(self.name, numbers.spelled(self.number) if self.number else "", self.person)


def template() -> bytes:
    """An empty table with its heads."""
    return sheets.write(HEADS, [], title="批量核验")


def read(data: bytes, name: str) -> list[Line]:
    """The rows of an uploaded table. Raises SheetError for what is none."""
    file = BytesIO(data)
    file.name = name
    sheet = sheets.read(file, max_rows=MOST_ROWS)
    places = _places(sheet)
    doubts = {(each.row, each.column): f"{each.problem}。{each.remedy}。" for each in sheet.faults}
    return [_line(row, places, sheet, doubts) for row in sheet.rows]


def _places(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, head in enumerate(sheet.headers):
        plain = "".join(head.split()).removesuffix("*")
        found.setdefault(ALIASES.get(plain, plain), at)
    if NAME not in found or not {NUMBER, PERSON} & found.keys():
        raise SheetError(
            f"表头要有“{NAME}”，以及“{NUMBER}”或“{PERSON}”。请下载模板，填写后再上传。"
        )
    return found


def _line(row, places: dict[str, int], sheet: Sheet, doubts: dict) -> Line:
    typed = {head: row.cells[places[head]] if head in places else "" for head in HEADS}
    number, person = normalise(typed[NUMBER]), normalise(typed[PERSON])
    for head in HEADS:
        if head in places and (found := doubts.get((row.number, sheet.headers[places[head]]))):
            return Line(row.number, *typed.values(), found)
    return Line(row.number, typed[NAME], number, person, _fault(typed[NAME], number, person))


def _fault(name: str, number: str, person: str) -> str:
    if not name:
        return "没有填姓名。"
    if not number and not person:
        return f"没有填{NUMBER}，也没有填{PERSON}。"
    try:
        numbers.spelled(number) if number else None
    except ValueError as refused:
        return str(refused)
    return ""


def answer(rows: Iterable[tuple]) -> bytes:
    """The annotated table; whatever was not found stands on a coloured ground."""
    return sheets.write(ANSWERED, (_marked(row) for row in rows), title="核验结果")


def _marked(row: tuple) -> tuple:
    outcome = row[4]
    return row if outcome == FOUND else (*row[:4], Marked(outcome), *row[5:])
