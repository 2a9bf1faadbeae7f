"""All checks of a plan, in the order of its sections."""

from assessment.checks import (
    Issue,
    audiences,
    capacity,
    dates,
    method,
    place,
    scope,
    standing,
    subjects,
    texts,
)
from assessment.models import Plan
from assessment.plan_frame import Frame

CHECKS = (standing, method, audiences, place, dates, texts, scope, subjects, capacity)


def issues(plan: Plan) -> list[Issue]:
    """What is wrong with a plan now; those that `refuses` keep it from being filed."""
    frame = Frame.of(plan)
    return [issue for each in CHECKS for issue in each.check(frame)]
