"""Whether every subject has its papers, sealed, before its first session (LC-15, HB-04)."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime

from assessment.models import Plan
from casework.issues import Issue
from catalogue import workdays
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import PlanStep
from config import clock
from papers.selectors.papers import Standing, standings
from papers.selectors.rights import DRAWING

NEAR = 2  # working days before the first session; no document sets a limit
OWN = Rule(default=True)
SECTION = "papers"


def issues(plan: Plan) -> list[Issue]:
    """What the papers of a plan lack; it warns, as computers and workshops need none."""
    return [issue for standing in standings(plan) for issue in of(plan, standing)]


def of(plan: Plan, standing: Standing) -> Iterator[Issue]:
    """The same for a subject of an item that was read already."""
    name = f"{standing.item} {standing.subject.label}"
    if plan.state == PlanStep.CANCELLED and standing.live:
        text = f"计划已经取消，{name}的试卷不再启用。"
        yield Issue("paper_of_cancelled", SECTION, text, "请逐份作废。", OWN)
    if plan.state not in DRAWING:
        return
    if standing.leaked:
        begins = date_format(localtime(standing.begins), "DATETIME_FORMAT")
        names = "、".join(each.number for each in standing.leaked)
        text = f"{name}的试卷 {names} 已经启封，首场改到了{begins}。"
        yield Issue("paper_leaked", SECTION, text, "请作废后重新组卷。", OWN)
    if standing.lacking:
        text = f"{name}还没有{'、'.join(standing.lacking)}卷。"
        yield Issue("paper_missing", SECTION, text, "请按组卷方案组卷。", OWN)
    if standing.unsealed:
        names = "、".join(each.number for each in standing.unsealed)
        text = f"{name}的试卷 {names} 还没有封存。"
        yield Issue("paper_unsealed", SECTION, text, "请由组卷人以外的人核对后封存。", OWN)


def is_near(found: Iterable[Standing]) -> bool:
    """Whether a session that is to come within `NEAR` working days lacks a sealed paper."""
    now = clock.now()
    starts = [
        localtime(each.begins).date()
        for each in found
        if each.begins and each.begins > now and not each.is_ready
    ]
    return bool(starts) and clock.today() >= workdays.latest_date_before(min(starts), NEAR)
