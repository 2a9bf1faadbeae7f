"""The way to exemptions from subjects, while they can be granted."""

from accounts.models import User
from assessment.models import Exemption, Plan
from casework.parts import Part
from results.services.exemptions import may_grant


def part(plan: Plan, user: User) -> Part | None:
    """For the agency until the roster is filed."""
    if not may_grant(user, plan):
        return None
    count = Exemption.objects.filter(entry__plan=plan).count()
    return Part("results/parts/exemptions.html", {"number": plan.number, "count": count})
