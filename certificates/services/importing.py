"""Numbers that come from above: read and shown, then taken, each kept with its origin (FACTS 8)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.protection import fingerprint
from assessment.models import Entry, Plan
from assessment.selectors.entries import of_agency
from casework.services import door
from catalogue.enums import Level
from catalogue.regulations.terms import PlanStep
from certificates import numbers
from certificates.enums import NumberState
from certificates.models import Certificate, IssueTerms, NumberImport, ReservedNumber
from certificates.selectors import rights
from certificates.services import numbering
from config import clock
from printing import sheets
from printing.sheets import CellFault, SheetError
from results.selectors import publicity
from results.services.result_forms import FILED

WHO, NUMBER, NAME = "准考证号或证件号码", "证书编号", "姓名"
HEADS = (WHO, NAME, NUMBER)
MOST_ROWS = 20_000
NOT_YOURS = "只有评价机构的管理员和经办人可以办理证书编号。"
NOT_NOW = "结果公示以后、核发证书以前可以办理证书编号。"
TAKEN = "这份编号已经导入。"
MOVED = "上传之后情况有变化：{}没有导入任何编号，请重新上传核对。"
FAULTY = "文件有 {} 处问题，没有导入任何编号。改正后重新上传。"


@dataclass
class Read:
    """What a file gives whom, and every fault in it; with faults nothing of it is used."""

    given: dict[Entry, str] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


def say(plan: Plan, *, from_above: bool, actor: User, token: UUID | None = None) -> None:
    """Say whether the numbers of a plan come from above; on the timeline. Who may:
    `rights.may_number`. What was generated before stays until a number comes in its place. Raises
    ForbiddenError, NotNowError."""
    _demand(plan, actor)

    def change(case: Plan) -> dict:
        terms, _ = IssueTerms.objects.get_or_create(plan=case, defaults={"said_at": clock.now()})
        terms.from_above = from_above
        terms.said_by, terms.said_at = actor, clock.now()
        terms.save(update_fields=["from_above", "said_by", "said_at"])
        if not from_above and case.state in (PlanStep.REVIEW, PlanStep.CONFIRMED):
            numbering.reserve(case, actor, terms.issue_on or clock.today())
        return {"from_above": from_above}

    door.record(
        plan, "say_number_source", actor=actor, may=rights.may_number, change=change, token=token
    )


def upload(plan: Plan, data: bytes, name: str, *, actor: User) -> tuple[NumberImport | None, Read]:
    """Read a file and hold every row against the plan; kept for `take` where there is no fault.

    Who may: `rights.may_number`. Raises ForbiddenError, NotNowError, ValidationError for a file
    that cannot be read at all or gives nobody a number.
    """
    _demand(plan, actor)
    try:
        read = _read(plan, data, name)
    except SheetError as refused:
        raise ValidationError(str(refused)) from refused
    if read.faults:
        return None, read
    if not read.given:
        raise ValidationError("文件没有给任何人编号。请按模板填写后上传。")
    made = NumberImport.objects.create(
        plan=plan,
        name=name[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        numbers={str(entry.pk): number for entry, number in read.given.items()},
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
    return made, read


def take(found: NumberImport, *, actor: User) -> None:
    """Put the numbers of a file in force; on the timeline with its digest. Raises as `upload`;
    NotNowError for one that was taken; ValidationError where a number is used meanwhile, somebody
    no longer qualifies, or the filed forms are just being printed."""
    _demand(found.plan, actor)

    def change(case: Plan) -> dict:
        row = NumberImport.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.taken_at:
            raise door.NotNowError(TAKEN)
        FILED.refuse_while_printing(case)
        people = {entry.pk: entry for entry in _people(case)}
        given = {people.get(int(pk)): number for pk, number in row.numbers.items()}
        _refuse_moved(case, given)
        outcome = numbering.assign(case, given, actor)
        row.taken_at = clock.now()
        row.save(update_fields=["taken_at"])
        return {"numbers": outcome.taken, "gaps": outcome.gaps, "sha256": row.sha256}

    door.record(found.plan, "import_numbers", actor=actor, may=rights.may_number, change=change)


def template(plan: Plan) -> bytes:
    """Everybody who qualified, by ticket, with an empty number."""
    rows = [(entry.ticket or entry.number, entry.name, "") for entry in _people(plan)]
    return sheets.write(HEADS, rows, title="证书编号")


def _demand(plan: Plan, actor: User) -> None:
    if rights.may_number(actor, plan):
        return
    if not of_agency(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    raise door.NotNowError(NOT_NOW)


def _people(plan: Plan) -> list[Entry]:
    return [result.entry for result in publicity.qualified(plan)]


def _read(plan: Plan, data: bytes, name: str) -> Read:
    file = BytesIO(data)
    file.name = name
    sheet = sheets.read(file, max_rows=MOST_ROWS)
    missing = [head for head in (WHO, NUMBER) if head not in sheet.headers]
    if missing:
        raise SheetError(f"第 1 行缺少“{'”“'.join(missing)}”列。请下载模板，按模板的表头填写。")
    read, rules = Read(faults=list(sheet.faults)), _Rules.of(plan)
    doubted = {fault.row for fault in read.faults}
    for row in sheet.rows:
        if row.number in doubted:
            continue
        cells = dict(zip(sheet.headers, row.cells, strict=True))
        wrong = list(rules.faults(row.number, cells))
        read.faults += wrong
        if not wrong and cells[NUMBER]:
            entry = rules.entry(cells[WHO])
            read.given[entry] = str(numbers.parse(cells[NUMBER]))
    read.faults += rules.clashes(read.given)
    read.faults.sort(key=lambda fault: fault.row)
    return read


@dataclass
class _Rules:
    """What the rows of a file are held against."""

    prefix: str
    people: dict[str, Entry]
    issued: set[int]
    rows: dict[Entry, int] = field(default_factory=dict)
    numbered: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> "_Rules":
        people: dict[str, Entry] = {}
        for entry in _people(plan):
            people |= {entry.ticket: entry, entry.number: entry, entry.id_hash: entry}
        people.pop("", None)
        issued = ReservedNumber.objects.filter(plan=plan, state=NumberState.ISSUED)
        return cls(plan.agency.prefix or "", people, set(issued.values_list("entry", flat=True)))

    def entry(self, text: str) -> Entry | None:
        return self.people.get(text) or self.people.get(fingerprint("id_number", text))

    def faults(self, row: int, cells: Mapping[str, str]) -> Iterator[CellFault]:
        """What is wrong with one row."""
        who, number = cells[WHO], cells[NUMBER]
        entry = self.entry(who)
        if not who:
            yield CellFault(row, WHO, "没有填写", "填写准考证号或证件号码，或删去这一行")
        elif entry is None:
            yield CellFault(row, WHO, "不在本计划的合格人员中", "核对号码，或删去这一行")
        elif entry in self.rows:
            yield CellFault(row, WHO, f"与第 {self.rows[entry]} 行是同一人", "一人只留一行")
        elif entry.pk in self.issued:
            yield CellFault(row, WHO, "此人的证书已经核发", "删去这一行")
        elif (said := cells.get(NAME, "")) and said != entry.name:
            yield CellFault(row, NAME, f"与报名的姓名“{entry.name}”不一致", "核对是否同一人")
        else:
            self.rows[entry] = row
            yield from self._number(row, number, entry)

    def _number(self, row: int, text: str, entry: Entry) -> Iterator[CellFault]:
        if not text:
            return
        try:
            number = numbers.parse(text)
        except ValueError as refused:
            yield CellFault(row, NUMBER, str(refused).rstrip("。"), "按上级下发的编号填写")
            return
        level = Level(entry.item.level)
        if number.level != level:
            said = f"第 16 位的等级是 {number.level.value}，此人合格的是{level.printed}"
            yield CellFault(row, NUMBER, said, "核对编号")
        if self.prefix and number.prefix != self.prefix:
            said = f"前 13 位不是本机构的编号前段 {self.prefix}"
            yield CellFault(row, NUMBER, said, "核对编号")
        if str(number) in self.numbered:
            said = f"与第 {self.numbered[str(number)]} 行相同"
            yield CellFault(row, NUMBER, said, "一个编号只给一人")
        self.numbered[str(number)] = row

    def clashes(self, given: Mapping[Entry, str]) -> list[CellFault]:
        """Numbers that stand elsewhere already; one's own, reserved already, is no clash."""
        own = {number: entry.pk for entry, number in given.items()}
        used = _used(list(own))
        return [
            CellFault(self.numbered[number], NUMBER, "这个编号已经用过或作空", "向上级核实后更换")
            for number, entry in used
            if own[number] != entry
        ]


def _used(wanted: list[str]) -> list[tuple[str, int | None]]:
    """(number, registration that has it) of those that are known here; a gap is nobody's."""
    found: list[tuple[str, int | None]] = []
    for at in range(0, len(wanted), numbering.BATCH):
        part = wanted[at : at + numbering.BATCH]
        rows = ReservedNumber.objects.filter(number__in=part)
        for number, entry, state in rows.values_list("number", "entry", "state"):
            found.append((number, None if state == NumberState.GAP else entry))
        certified = Certificate.objects.filter(number__in=part).values_list("number", "entry")
        found += [pair for pair in certified if pair[0] not in {number for number, _ in found}]
    return found


def _refuse_moved(plan: Plan, given: Mapping[Entry | None, str]) -> None:
    if None in given:
        raise ValidationError(MOVED.format("有人不再合格，"))
    issued = ReservedNumber.objects.filter(entry__in=list(given), state=NumberState.ISSUED)
    if issued.exists():
        raise ValidationError(MOVED.format("有人的证书已经核发，"))
    if _used(list(given.values())):
        raise ValidationError(MOVED.format("有编号已被使用，"))
