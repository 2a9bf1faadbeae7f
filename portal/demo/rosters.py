"""The people of an assessment: a roster is imported as a clerk does, and decided on."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from assessment.services import entry_decisions, rosters
from casework.enums import FileKind
from casework.services import files, jobs
from catalogue.enums import Level
from catalogue.regulations.terms import Audience
from portal.demo.faces import portrait
from portal.demo.people import Person
from portal.demo.stage import Stage
from printing import sheets

HEADS = [
    *("姓名", "证件号码", "联系电话", "部门和岗位", "人员类别", "职业", "等级", "从业开始1"),
    *("已有证书名称", "已有证书等级", "已有证书编号", "取证日期", "发证机构"),
]
POSTS = ("设备部维修工", "一车间操作工", "二车间操作工", "动力车间运行工", "装配班组长")
FACES = 24  # of each sex; a person has the same one in every plan


def enrol(stage: Stage, plan: Plan, count: int, *, approved: bool = True) -> None:
    """So many people over the items of a plan; all approved, or the last third left waiting."""
    side = plan.for_commission.owner if plan.for_commission else plan.owner
    clerk = stage.clerk(side)
    people = stage.people.many(count)
    draft = rosters.upload(plan, _workbook(stage, plan, people), "人员名册.xlsx", actor=clerk)
    jobs.work_off(seconds=600)
    draft.refresh_from_db()
    rosters.confirm(draft, actor=clerk)
    jobs.work_off(seconds=600)
    _photograph(plan, people)
    if plan.for_commission:
        _refuse(entry_decisions.sign(plan, _all(plan), actor=clerk, promised=True))
    chosen = _all(plan)
    if not approved:
        kept = [row.pk for row in chosen.order_by("number")[: count * 2 // 3]]
        chosen = chosen.filter(pk__in=kept)
    _refuse(entry_decisions.approve(plan, chosen, actor=stage.clerk(plan.owner)))


def _all(plan: Plan):
    return Entry.objects.filter(plan=plan)


def _refuse(outcome: entry_decisions.Outcome) -> None:
    if outcome.left:
        raise ValidationError(str(outcome.left[:2]))


def _workbook(stage: Stage, plan: Plan, people: list[Person]) -> bytes:
    items = list(plan.items.select_related("occupation").order_by("pk"))
    audience = Audience(plan.audiences[0]).label
    # By the certificate below and the years since, for which no other proof is asked (HB-03).
    certified = stage.today - timedelta(1640)
    rows = []
    for number, person in enumerate(people):
        item = items[number % len(items)]
        level = Level(item.level)
        row = [person.name, person.id_number, person.phone, POSTS[number % len(POSTS)], audience]
        row += [item.occupation.code, level.printed, f"{stage.today.year - 15}-03", *[""] * 5]
        if plan.for_commission and level != Level.FIVE:
            below = Level(level + 1).printed
            row[-6:] = [f"{certified:%Y-%m}", "职业技能等级证书", below]
            row += [f"ZS{number:04}", f"{certified}", "本省某评价机构"]
        rows.append(row)
    return sheets.write(HEADS, rows)


def _photograph(plan: Plan, people: list[Person]) -> None:
    """Drawn here, so nobody looks whether these are photographs."""
    by_number = {person.id_number: person for person in people}
    for entry in _all(plan).filter(status=EntryStatus.APPLIED):
        person = by_number[entry.id_number]
        data = face(person)
        entry.photo = files.keep(
            data, case=plan, name=f"{person.name}.jpg", kind=FileKind.JPG, by=None
        )
        entry.save(update_fields=["photo"])


_drawn: dict[str, bytes] = {}


def face(person: Person) -> bytes:
    """Of a few faces the one of a person."""
    which = f"{int(person.id_number[6:17]) % FACES}-{person.is_woman}"
    if which not in _drawn:
        _drawn[which] = portrait(which, is_woman=person.is_woman)
    return _drawn[which]
