"""A plan for a commission assesses what was commissioned, and nobody beyond (HB-01, LC-03)."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum

from assessment.frames.plans import Frame
from assessment.models import CommissionItem, PlanItem
from casework.issues import Issue
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import PlanStep

OWN = Rule(default=True)


def check(frame: Frame) -> Iterator[Issue]:
    commission = frame.plan.for_commission
    if commission is None:
        return
    asked = list(commission.items.all())
    expected = _expected(frame)
    for item, _ in frame.items:
        if not any(_covers(each, item) for each in asked):
            yield Issue(
                "item-not-commissioned",
                "items",
                f"{item}不在{commission.owner}委托的范围内。",
                "请从计划中移去；需要增加的，由企业重新提出委托。",
            )
            continue
        most = sum(each.headcount for each in asked if _is_same(each, item))
        if (planned := expected[item.occupation_id, item.level]) > most:
            yield Issue(
                "more-than-commissioned",
                "items",
                f"{item}：各计划预计共 {planned} 人，委托的是 {most} 人。",
                "请核对人数；明显超过的，由企业重新提出委托。",
                OWN,
            )


def _covers(asked: CommissionItem, item: PlanItem) -> bool:
    """A commission that names no 工种 is for all of them."""
    return _is_same(asked, item) and asked.work_type in ("", item.work_type)


def _is_same(asked: CommissionItem, item: PlanItem) -> bool:
    return (asked.occupation_id, asked.level) == (item.occupation_id, item.level)


def _expected(frame: Frame) -> Counter:
    """How many all plans of the commission expect, by occupation and level."""
    rows = (
        PlanItem.objects.filter(plan__for_commission=frame.plan.for_commission)
        .exclude(plan__state=PlanStep.CANCELLED)
        .order_by()
        .values_list("occupation_id", "level")
        .annotate(people=Sum("expected"))
    )
    return Counter({(occupation, level): people for occupation, level, people in rows})
