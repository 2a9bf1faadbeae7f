"""All checks of an arrangement, in the order in which one works on it."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime

from assessment.checks import (
    audiences,
    dates,
    place,
    roster,
    scope,
    seating,
    sessions,
    staffing,
    standing,
)
from assessment.frames import plans
from assessment.frames.arrangement import Frame
from assessment.models import Plan
from casework.issues import Issue
from catalogue.regulations.terms import PlanStep
from config import clock

OF_PLAN = (standing, audiences, place, scope)
CHECKS = (sessions, seating, staffing)
FILED = f"plan.{PlanStep.ROSTER_FILED}"
UNSENT = (PlanStep.ENROLMENT, PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)


def issues(plan: Plan) -> list[Issue]:
    """What is wrong with roster and arrangement now; those that `refuses` keep them from being
    filed and the plan from being made ready."""
    return found(Frame.of(plan), filed=plan.state not in UNSENT)


def found(frame: Frame, *, filed: bool) -> list[Issue]:
    """The same for a frame that was read already. `filed`: the office has it; what was sent in time
    stays so."""
    held = plans.Frame.of(frame.plan, days_of(frame))
    return [
        *roster.check(frame.plan),
        *(() if filed else dates.in_time(held, end=FILED, section="sessions")),
        *_begun(held),
        *(issue for each in OF_PLAN for issue in each.check(held)),
        *(issue for each in CHECKS for issue in each.check(frame)),
    ]


def days_of(frame: Frame) -> list[date]:
    """On which days there are sessions, in order."""
    return sorted({localtime(session.starts_at).date() for session in frame.sessions})


def _begun(held: plans.Frame) -> Iterator[Issue]:
    """Nothing is arranged for a day that is over."""
    if held.first and held.first < clock.today():
        yield Issue(
            "begun",
            "sessions",
            f"首场是{date_format(held.first)}，已经过去。",
            "请更正场次的日期。",
        )
