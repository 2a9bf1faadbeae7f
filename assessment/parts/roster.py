"""The way to bring a roster in, for who may while enrolment is open."""

from accounts.models import User
from assessment import entry_rights
from assessment.models import Plan
from assessment.parts import Part


def part(plan: Plan, user: User) -> Part | None:
    """Shown to the clerks of the agency and of whoever commissioned it."""
    if not entry_rights.is_open(plan) or not entry_rights.handles(user, plan):
        return None
    return Part("assessment/parts/roster.html", {"number": plan.number})
