"""How many are entered for a plan, when and how they enter, and the way to them."""

from django.db.models import Count

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.models import Plan
from assessment.selectors import entries as entry_rights
from casework.parts import Part
from catalogue.regulations.terms import PlanStep


def part(plan: Plan, user: User) -> Part | None:
    """Shown from the announcement on, to everybody who sees the plan."""
    rows = plan.entries.order_by().values("status").annotate(count=Count("pk"))
    found = dict(rows.values_list("status", "count"))
    opened = entry_rights.is_open(plan)
    if not found and not opened and plan.state != PlanStep.ANNOUNCED:
        return None
    out = found.pop(EntryStatus.WITHDRAWN, 0)
    counts = [(EntryStatus(status).label, count) for status, count in sorted(found.items())]
    shown = {
        "plan": plan,
        "number": plan.number,
        "soon": plan.state == PlanStep.ANNOUNCED,
        "enrols": plan.state == PlanStep.ENROLMENT,
        "total": sum(found.values()),
        "counts": counts + ([(EntryStatus.WITHDRAWN.label, out)] if out else []),
        "handles": opened and entry_rights.handles(user, plan),
        "open": opened,
    }
    return Part("assessment/parts/entries.html", shown)
