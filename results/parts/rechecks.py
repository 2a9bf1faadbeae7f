"""Rechecks that candidates asked for, on the page of the plan."""

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from results.models import Recheck
from results.selectors import rechecks


def part(plan: Plan, user: User) -> Part | None:
    """For those who work on scores in the agency, once there is one."""
    if not rechecks.may_read(user, plan):
        return None
    rows = list(Recheck.objects.filter(entry__plan=plan).defer("text").order_by("submitted_at"))
    if not rows:
        return None
    waiting = [each for each in rows if each.answered_at is None]
    shown = {
        "number": plan.number,
        "total": len(rows),
        "waiting": len(waiting),
        "due_on": rechecks.due_on(waiting[0]) if waiting else None,
    }
    return Part("results/rechecks/part.html", shown)
