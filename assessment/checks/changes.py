"""What a plan is held against once a change was carried out; the arrangement besides."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from assessment.checks import arrangement, dates, place, scope, standing
from assessment.enums import ChangeKind
from assessment.frames.plans import Frame
from assessment.models import Plan, PlanChange
from casework.issues import Issue
from catalogue import workdays
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import Bound, PlanStep
from config import clock

TODAY = "too-late"  # asks whether it can still be filed; `_in_time` knows when it was
RETURNED = (PlanStep.PLAN_RETURNED, PlanStep.ROSTER_RETURNED)
OWN = Rule(default=True)


def issues(plan: Plan, change: PlanChange) -> list[Issue]:
    """What is wrong with the plan as it stands in hand, as far as a change of this kind bears on
    it. Asked before and after: only what is new tells against the change."""
    if change.kind == ChangeKind.DAYS:
        return [*_of_days(plan), *_sessions_outside(plan)]
    found = [issue for issue in arrangement.issues(plan) if issue.code != TODAY]
    return found + list(_in_time(plan)) if change.kind == ChangeKind.SESSION else found


def _of_days(plan: Plan) -> Iterator[Issue]:
    frame = Frame.of(plan)
    for each in (standing, place, scope):
        yield from each.check(frame)
    yield from (issue for issue in dates.check(frame) if issue.code != TODAY)
    yield from _in_time(plan)


def _in_time(plan: Plan) -> Iterator[Issue]:
    """What had to be filed so many days before the first session still was (HB-05, SD-08); what
    is not filed yet still can be."""
    for rule in plan.regulation.deadlines:
        if rule.bound != Bound.BEFORE or rule.starts != "plan.first_session":
            continue
        latest = workdays.latest_date_before(plan.first_on, rule.amount)
        filed = _filed_on(plan, rule.ends)
        if (filed or clock.today()) > latest:
            when = f"实际在{date_format(filed)}" if filed else "已经来不及"
            yield Issue(
                "change-too-late",
                "basics",
                f"首场改为{date_format(plan.first_on)}的，{rule.name}最迟应在"
                f"{date_format(latest)}，{when}。",
                "请把首场安排得晚一些。",
                rule,
            )


def _filed_on(plan: Plan, ends: tuple[str, ...]) -> date | None:
    """The day on which the plan came to one of these steps, unless it was returned since."""
    steps = [end.removeprefix("plan.") for end in ends]
    moves = plan.events.filter(target__in=[*steps, *RETURNED]).exclude(source=F("target"))
    last = moves.order_by("-sequence").first()
    return timezone.localdate(last.at) if last and last.target in steps else None


def _sessions_outside(plan: Plan) -> Iterator[Issue]:
    starts = plan.sessions.filter(cancelled_at=None).values_list("starts_at", flat=True)
    days = [timezone.localdate(each) for each in starts]
    outside = [day for day in days if not plan.first_on <= day <= plan.last_on]
    if outside:
        yield Issue(
            "sessions-outside",
            "sessions",
            f"已安排的场次中有 {len(outside)} 场不在{date_format(plan.first_on)}至"
            f"{date_format(plan.last_on)}。",
            "改期生效后，请重新安排这些场次的时间。",
            OWN,
        )
