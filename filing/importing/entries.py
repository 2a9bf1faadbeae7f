"""What a list of agencies says, cell by cell; what a cell cannot mean is a fault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.enums import BUREAUS, OrganisationKind
from catalogue import regulations
from catalogue.enums import Level
from catalogue.models import Division, Occupation
from catalogue.regulations import Regulation
from catalogue.resources.cells import CellError, Day
from filing.importing import columns as c
from filing.services.agency_codes import CODE, spelled
from onboarding.rules import credit_code
from printing.sheets import CellFault, Sheet, SheetRow

NO_WORK_TYPE = ("", "--", "-", "—", "无")


@dataclass(frozen=True)
class Line:
    """A row of scope, with its number in the file."""

    number: int
    occupation: Occupation
    work_type: str
    levels: tuple[Level, ...]


@dataclass
class Entry:
    """An agency, by its first row."""

    number: int
    values: dict[str, Any]
    typed: dict[str, str]
    lines: list[Line] = field(default_factory=list)

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def division(self) -> Division:
        return self.values[c.DIVISION]

    @property
    def regulation(self) -> Regulation:
        return self.values[c.REGULATION]


class Reader:
    """Reads rows; the tables they point to are read once."""

    def __init__(self, sheet: Sheet):
        self.faults: list[CellFault] = []
        self.entries: dict[str, Entry] = {}
        self.headers = sheet.headers
        cells = [dict(zip(sheet.headers, row.cells, strict=True)) for row in sheet.rows]
        self.divisions = _by_code(
            Division.objects.all(), {row.get(c.DIVISION, "") for row in cells}
        )
        self.occupations = _by_code(
            Occupation.objects.prefetch_related("regulated_by"),
            {row.get(c.OCCUPATION, "") for row in cells},
        )
        self.regulations = {each.name: each for each in regulations.current()}
        for row, typed in zip(sheet.rows, cells, strict=True):
            self._row(row, typed)

    def _row(self, row: SheetRow, typed: dict[str, str]) -> None:
        code = spelled(typed.get(c.CODE, ""))
        entry = self.entries.get(code) if code else None
        if entry is None:
            entry = Entry(row.number, {}, typed)
            self.entries[code or f"第 {row.number} 行"] = entry
            for column in c.COLUMNS[: len(c.OF_AGENCY)]:
                entry.values[column.name] = self._cell(row.number, column, typed)
        else:
            self._same(entry, row.number, typed)
        self._line(entry, row.number, typed)

    def _same(self, entry: Entry, number: int, typed: dict[str, str]) -> None:
        """The further rows of an agency say the same of it, or nothing."""
        for name in c.OF_AGENCY:
            if typed.get(name) and spelled(typed[name]) != spelled(entry.typed.get(name, "")):
                problem = f"与第 {entry.number} 行同一机构的内容不一致"
                self._fault(number, name, problem, "同一机构代码的各行填写一致，或留空")

    def _line(self, entry: Entry, number: int, typed: dict[str, str]) -> None:
        occupation, work_type, low, high = (
            self._cell(number, column, typed) for column in c.COLUMNS[len(c.OF_AGENCY) :]
        )
        if low and high and high > low:
            self._fault(number, c.HIGHEST, "最高等级低于最低等级", "对调两格，或改正其中一格")
        elif occupation and low and high:
            levels = tuple(Level(each) for each in range(low, high - 1, -1))
            entry.lines.append(Line(number, occupation, work_type, levels))

    def _cell(self, number: int, column: c.Column, typed: dict[str, str]) -> Any:
        """What a cell means; None where it is empty or means nothing."""
        text = typed.get(column.name, "")
        try:
            if len(text) > column.longest:
                raise CellError(f"超过 {column.longest} 个字", "请缩短")
            if not text and column.needed:
                raise CellError("没有填写", "请填写")
            return READERS.get(column.name, _words)(self, text)
        except CellError as error:
            self._fault(number, column.name, error.message, error.remedy)
            return None

    def _fault(self, number: int, column: str, problem: str, remedy: str) -> None:
        self.faults.append(CellFault(number, column, problem, remedy))


def header_faults(sheet: Sheet) -> Iterator[CellFault]:
    """Columns that are missing or unknown."""
    for name in sheet.headers:
        if name not in c.HEADERS:
            yield CellFault(1, name[:30], "不认识这一列", "删去，或按模板改正表头")
    for column in c.COLUMNS:
        if column.needed and column.name not in sheet.headers:
            yield CellFault(1, column.name, "缺少这一列", "补上这一列，或从模板填起")


def _by_code(rows: QuerySet, codes: set[str]) -> dict[str, Any]:
    return {each.code: each for each in rows.filter(code__in=codes)}


def _words(_reader: Reader, text: str) -> str:
    return text


def _credit_code(_reader: Reader, text: str) -> str:
    try:
        return credit_code(text)
    except ValueError as error:
        raise CellError(str(error).rstrip("。"), "对照营业执照改正") from error


def _kind(_reader: Reader, text: str) -> OrganisationKind:
    kinds = {kind.label: kind for kind in OrganisationKind if kind not in BUREAUS}
    if text not in kinds:
        raise CellError(f"“{text[:20]}”不是机构类别", f"从中选一个：{'、'.join(kinds)}")
    return kinds[text]


def _division(reader: Reader, text: str) -> Division:
    if text not in reader.divisions:
        raise CellError(f"“{text[:20]}”不在行政区划目录中", "填写 6 位区划代码，如 371502")
    return reader.divisions[text]


def _code(_reader: Reader, text: str) -> str:
    code = spelled(text)
    if not CODE.fullmatch(code):
        raise CellError("机构代码的写法不对", "用字母、数字和连字符，4 至 40 个字符")
    return code


def _prefix(_reader: Reader, text: str) -> str | None:
    return spelled(text) or None


def _regulation(reader: Reader, text: str) -> Regulation:
    if text not in reader.regulations:
        names = "、".join(reader.regulations)
        raise CellError(f"没有名为“{text[:40]}”的办法", f"从中选一个：{names}")
    return reader.regulations[text]


def _day(_reader: Reader, text: str) -> date | None:
    return Day().clean(text)


def _occupation(reader: Reader, text: str) -> Occupation:
    found = reader.occupations.get(text)
    if found is None or not found.is_occupation:
        raise CellError(f"职业目录中没有编码为“{text[:20]}”的职业", "填写细类的编码，如 6-31-01-03")
    return found


def _work_type(_reader: Reader, text: str) -> str:
    return "" if text in NO_WORK_TYPE else text


def _level(_reader: Reader, text: str) -> Level:
    try:
        return Level.named(text)
    except ValueError as error:
        raise CellError(str(error).rstrip("。"), "照样例填写，如 三级/高级工") from error


READERS: dict[str, Callable[[Reader, str], Any]] = {
    c.CREDIT_CODE: _credit_code,
    c.KIND: _kind,
    c.DIVISION: _division,
    c.CODE: _code,
    c.PREFIX: _prefix,
    c.REGULATION: _regulation,
    c.FILED: _day,
    c.VALID: _day,
    c.OCCUPATION: _occupation,
    c.WORK_TYPE: _work_type,
    c.LOWEST: _level,
    c.HIGHEST: _level,
}
