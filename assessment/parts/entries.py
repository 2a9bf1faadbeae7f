"""How many are entered for a plan, and the way to them."""

from django.db.models import Count

from accounts.models import User
from assessment import entry_rights
from assessment.enums import EntryStatus
from assessment.models import Plan
from assessment.parts import Part


def part(plan: Plan, user: User) -> Part | None:
    """Shown from the opening of enrolment on, to everybody who sees the plan."""
    rows = plan.entries.order_by().values("status").annotate(count=Count("pk"))
    found = dict(rows.values_list("status", "count"))
    if not found and not entry_rights.is_open(plan):
        return None
    out = found.pop(EntryStatus.WITHDRAWN, 0)
    counts = [(EntryStatus(status).label, count) for status, count in sorted(found.items())]
    shown = {
        "number": plan.number,
        "total": sum(found.values()),
        "counts": counts + ([(EntryStatus.WITHDRAWN.label, out)] if out else []),
        "handles": entry_rights.is_open(plan) and entry_rights.handles(user, plan),
    }
    return Part("assessment/parts/entries.html", shown)
