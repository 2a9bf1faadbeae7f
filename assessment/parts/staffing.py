"""The sessions of a plan to which a bureau may send external supervisors."""

from django.db.models import Count, Q

from accounts.models import User
from assessment.models import Plan
from assessment.selectors import supervision
from assessment.selectors.clashes import span
from casework.parts import Part


def part(plan: Plan, user: User) -> Part | None:
    """For the bureaus of the place that may send supervisors now, once there are sessions."""
    if not supervision.sends(user, plan):
        return None
    sessions = plan.sessions.filter(cancelled_at=None)
    sent = Count("duties", filter=Q(duties__user__isnull=False))
    rows = [(each, span(each), each.sent) for each in sessions.annotate(sent=sent)]
    if not rows:
        return None
    return Part("assessment/parts/staffing.html", {"number": plan.number, "rows": rows})
