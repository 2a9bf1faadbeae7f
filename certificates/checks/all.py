"""All checks before issue."""

from datetime import date

from assessment.models import Entry, Plan
from casework.issues import Issue
from certificates.checks import (
    characters,
    corrections,
    numbers,
    photos,
    publicity,
    reviews,
    standing,
)
from certificates.frames.issuing import Frame

OF_THE_PLAN = (reviews, publicity, standing, numbers)
OF_A_PERSON = (photos, characters)


def of_the_plan(frame: Frame) -> list[Issue]:
    """What keeps the whole plan from being issued."""
    return [issue for check in OF_THE_PLAN for issue in check.check(frame)]


def still(plan: Plan, day: date) -> list[Issue]:
    """The same of what may change while a batch is worked off; asks nothing of its people."""
    frame = Frame.without_people(plan, day)
    return [issue for check in (publicity, standing) for issue in check.check(frame)]


def fault(entry: Entry, correcting: str = "") -> str:
    """What keeps one person from getting a certificate; empty for nothing. `correcting`: the number
    of a correction of him or her that is not decided yet."""
    return "".join(check.fault(entry) for check in OF_A_PERSON) + corrections.said(correcting)
