"""All checks of a plan, in the order of its sections."""

from assessment.checks import (
    audiences,
    capacity,
    commissioned,
    dates,
    method,
    place,
    scope,
    standing,
    subjects,
    texts,
)
from assessment.frames.plans import Frame
from assessment.models import Plan
from casework.issues import Issue

CHECKS = (standing, method, audiences, place, dates, texts, scope, commissioned, subjects, capacity)


def issues(plan: Plan) -> list[Issue]:
    """What is wrong with a plan now; those that `refuses` keep it from being filed."""
    frame = Frame.of(plan)
    return [issue for each in CHECKS for issue in each.check(frame)]
