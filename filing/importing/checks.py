"""Whether the agencies of a list may be entered: territory, regulation, numbers, what is there."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

from accounts.models import Organisation
from accounts.selectors import governs
from casework.services.publications import personal_number
from catalogue.models import Occupation
from catalogue.selectors import assessability
from config import clock
from filing.importing import columns as c
from filing.importing.entries import Entry
from filing.models import Agency
from filing.models.register import PREFIX
from filing.places import reach
from printing.sheets import CellFault

PROVINCE = slice(5, 7)  # part 3 of a certificate number (人社鉴发〔2019〕2号)
# A code is often a prefix as well, so what is one agency's code is no other's prefix.
CODES, ANY_CODE = (c.CODE, c.PREFIX), "code or prefix"
Found = Iterator[CellFault]


def faults_of(entries: list[Entry], office: Organisation) -> Found:
    """All that is wrong with entries whose cells could be read, for the office that imports."""
    for entry in entries:
        yield from _place(entry, office)
        yield from _regime(entry)
        yield from _prefix(entry)
        yield from _days(entry)
        yield from _public(entry)
        yield from _scope(entry)
    yield from _clashes(entries)
    yield from _known(entries)


def _place(entry: Entry, office: Organisation) -> Found:
    division = entry.division
    if division and not governs(office, division):
        yield CellFault(
            entry.number,
            c.DIVISION,
            f"{division.full_name}不在{office}的管辖范围内",
            "删去这个机构，由当地机关导入",
        )


def _regime(entry: Entry) -> Found:
    regulation, kind, division = entry.regulation, entry[c.KIND], entry.division
    if regulation and division and not division.code.startswith(reach(regulation.division)):
        problem = f"“{regulation.name}”不适用于{division.full_name}"
        yield CellFault(entry.number, c.REGULATION, problem, "改选当地的办法或国家规定")
    kinds = {each.kind: each.kind.label for each in regulation.applicants} if regulation else {}
    if kind and kinds and kind not in kinds:
        problem = f"“{regulation.name}”不含{kind.label}"
        yield CellFault(entry.number, c.KIND, problem, f"应为：{'、'.join(kinds.values())}")


def _prefix(entry: Entry) -> Found:
    prefix, regulation, division = entry[c.PREFIX], entry.regulation, entry.division
    if not prefix:
        return
    try:
        PREFIX(prefix)
    except ValidationError as error:
        yield CellFault(entry.number, c.PREFIX, error.messages[0].rstrip("。"), "对照备案文书改正")
        return
    if regulation and prefix[0] not in regulation.certificate.letters:
        letters = "、".join(regulation.certificate.letters)
        problem = f"首字母是 {prefix[0]}，与适用办法不符"
        yield CellFault(entry.number, c.PREFIX, problem, f"首字母应为 {letters}，或改选办法")
    if division and prefix[PROVINCE] != division.province_code:
        problem = f"第 6、7 位是 {prefix[PROVINCE]}，与备案地的省级代码不符"
        yield CellFault(entry.number, c.PREFIX, problem, f"应为 {division.province_code}")


def _days(entry: Entry) -> Found:
    filed, valid = entry[c.FILED], entry[c.VALID]
    if filed and filed > clock.today():
        yield CellFault(entry.number, c.FILED, "备案日期在今天之后", "填写备案回执上的日期")
    if filed and valid and valid < filed:
        yield CellFault(entry.number, c.VALID, "有效期早于备案日期", "对照备案回执改正")


def _public(entry: Entry) -> Found:
    """What anybody will read holds no number of a person."""
    for column in (c.ISSUER, c.ADDRESS, c.CONTACT):
        if found := personal_number(entry[column] or ""):
            problem, _, remedy = found.rstrip("。").partition("，")
            yield CellFault(entry.number, column, problem, remedy)


def _scope(entry: Entry) -> Found:
    limits = entry.regulation.limits if entry.regulation else None
    held: dict[tuple, int] = {}
    for line in entry.lines:
        yield from _assessable(line.number, line.occupation, entry)
        for level in line.levels:
            first = held.setdefault((line.occupation.pk, line.work_type, level), line.number)
            if first != line.number:
                problem = f"{level.printed}与第 {first} 行重复"
                yield CellFault(line.number, c.LOWEST, problem, "两行的等级不要重叠")
            if limits and level not in limits.levels.allowed:
                problem = f"“{entry.regulation.name}”不含{level.printed}"
                yield CellFault(line.number, c.HIGHEST, problem, "缩小等级范围，或改选办法")


def _assessable(number: int, occupation: Occupation, entry: Entry) -> Found:
    verdict = assessability(occupation, on=entry[c.FILED])
    if verdict.refused:
        problem = f"{occupation.name}不可评价：{''.join(verdict.reasons).rstrip('。')}"
        yield CellFault(number, c.OCCUPATION, problem, "核对职业编码，或删去这一行")


def _clashes(entries: list[Entry]) -> Found:
    """Two agencies of the file that cannot both be."""
    seen: dict[tuple, int] = {}
    for entry in entries:
        for column, key in _keys(entry):
            space = ANY_CODE if column in CODES else column
            first = seen.setdefault((space, key), entry.number)
            if first != entry.number:
                problem = f"与第 {first} 行的机构重复"
                yield CellFault(entry.number, column, problem, "同一机构用同一个机构代码，或删去")


def _known(entries: list[Entry]) -> Found:
    """Those that are in the register already; two queries."""
    known = _in_register(entries)
    for entry in entries:
        for column, key in _keys(entry):
            if name := known.get((ANY_CODE if column in CODES else column, key)):
                yield CellFault(entry.number, column, f"目录中已有（{name}）", "删去这个机构的各行")


def _keys(entry: Entry) -> Iterable[tuple[str, object]]:
    if entry[c.CODE]:
        yield c.CODE, entry[c.CODE]
    if entry[c.PREFIX] and entry[c.PREFIX] != entry[c.CODE]:
        yield c.PREFIX, entry[c.PREFIX]
    if entry[c.CREDIT_CODE] and entry.regulation and entry.division:
        yield c.CREDIT_CODE, (entry[c.CREDIT_CODE], entry.regulation.id, entry.division.pk)


def _in_register(entries: list[Entry]) -> dict[tuple, str]:
    known: dict[tuple, str] = {}
    codes = {entry[column] for entry in entries for column in CODES if entry[column]}
    wanted = {
        "code__in": codes,
        "prefix__in": codes,
        "credit_code__in": {entry[c.CREDIT_CODE] for entry in entries if entry[c.CREDIT_CODE]},
    }
    for field, values in wanted.items():
        for agency in Agency.objects.filter(**{field: values}):
            known[ANY_CODE, agency.code] = agency.name
            known[ANY_CODE, agency.prefix] = agency.name
            key = (agency.credit_code, agency.regulation_id, agency.division_id)
            known[c.CREDIT_CODE, key] = agency.name
    return known
