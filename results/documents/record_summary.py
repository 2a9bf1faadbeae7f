"""The 结果备案表（一）, with exactly the fields of HB annex 4; what else is told stands on a
supplement sheet (HB-09)."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format

from assessment.models import Plan
from catalogue.enums import Level
from catalogue.regulations.terms import Audience, Method
from results.frames.reported import Frame
from results.selectors import publicity

TEMPLATE = "printing/results/record_summary.1.html"
KEY = "result_summary"
TITLE = "结果备案表（一）"
BOXES = {
    "本企业员工": (Audience.OWN_STAFF,),
    "免费培训人员": (),
    "委托企业员工": (Audience.COMMISSIONED,),
    "技工院校学生": (Audience.STUDENTS,),
    "其他": (Audience.DISPATCHED, Audience.OUTSOURCED, Audience.PUBLIC),
}
METHODS = {
    "考核鉴定": Method.EXAM,
    "考评结合": Method.EXAM_AND_REVIEW,
    "过程化考核": Method.PROCESS,
    "直接认定": Method.DIRECT,
    "竞赛晋升": Method.COMPETITION,
}
OTHER = "其他"


def of(frame: Frame, day: date) -> dict[str, object]:
    """In plain values; `day` is that of submission."""
    plan = frame.plan
    return {
        "title": f"职业技能等级认定{TITLE}",
        "origin": frame.origin,
        "agency": plan.agency.name,
        "code": plan.agency.code,
        "place": "；".join(f"{site}（{site.address}）" for site in frame.sites),
        "contact": plan.contact,
        "audiences": audiences(plan.audiences),
        "held": "—".join(dict.fromkeys(_days(plan))),
        "methods": methods(plan.method),
        "rows": [_row(frame, tally) for tally in frame.tallies],
        "further": [[label, text] for label, text in _further(frame, day) if text],
    }


def audiences(chosen: Iterable[str]) -> list[list]:
    """The boxes of 评价对象: label, and whether it is ticked. Pure."""
    chosen = set(chosen)
    return [[label, bool(chosen & set(kinds))] for label, kinds in BOXES.items()]


def methods(chosen: str) -> list[list]:
    """The boxes of 评价方式; a method that the form does not name is 其他. Pure."""
    boxes = [[label, chosen == method] for label, method in METHODS.items()]
    return [*boxes, [OTHER, bool(chosen) and chosen not in METHODS.values()]]


def number_range(numbers: Iterable[str]) -> str:
    """`…0001—…0030`, from the lowest to the highest; empty while there is none. Pure."""
    found = sorted(number for number in numbers if number)
    return "—".join(dict.fromkeys([found[0], found[-1]])) if found else ""


def _row(frame: Frame, tally: publicity.Tally) -> list[str]:
    """职业, 工种, 等级, 准考人数, 合格人数, 证书号段."""
    item = tally.item
    entries = [row.entry_id for row in frame.qualified if row.entry.item_id == item.pk]
    return [
        item.occupation.name,
        item.printed_work_type,
        Level(item.level).printed,
        str(tally.people),
        str(tally.qualified),
        number_range(frame.numbers.get(entry, "") for entry in entries),
    ]


def _days(plan: Plan) -> list[str]:
    return [date_format(day) for day in (plan.first_on, plan.last_on) if day]


def _further(frame: Frame, day: date) -> Iterable[tuple[str, str]]:
    plan, published = frame.plan, publicity.latest(frame.plan)
    yield "计划编号", plan.number
    yield "委托企业", str(plan.for_commission.owner) if plan.for_commission else ""
    yield "具体评价方式", str(Method(plan.method).label) if plan.method else ""
    if published:
        window = (date_format(published.published_on), date_format(published.closes_on))
        yield "结果公示", f"{'—'.join(window)}，{published.working_days} 个工作日"
    else:
        yield "结果公示", "未公示"
    yield "报送日期", date_format(day)
