"""The change that waits on a plan, before everything else; and the way to all changes."""

from accounts.models import User
from assessment import changing
from assessment.enums import ChangeKind, ChangeStatus
from assessment.models import Plan, PlanChange
from assessment.selectors import changes as rights
from assessment.selectors.entries import of_agency
from casework.parts import Part


def waiting(plan: Plan, user: User) -> Part | None:
    """At the top, for everybody who sees the plan, while one waits for an answer."""
    change = _waiting(plan)
    if change is None:
        return None
    shown = {
        "number": plan.number,
        "change": change,
        "lines": changing.differences(change.kind, change.before, change.after),
        "answers": rights.may_answer(user, plan, ChangeKind(change.kind)),
        "answer_by": rights.answer_by(change),
    }
    return Part("assessment/parts/change.html", shown)


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan: once something can be changed for the agency, once
    something was for the others."""
    found = [change.status for change in plan.changes.all()]
    proposes = of_agency(user, plan) and bool(changing.kinds_at(plan.state))
    if not (proposes or found) or (plan.is_open and ChangeStatus.PROPOSED in found):
        return None
    shown = {
        "number": plan.number,
        "in_force": found.count(ChangeStatus.IN_FORCE),
        "total": len(found),
        "proposes": proposes,
    }
    return Part("assessment/parts/changes.html", shown)


def _waiting(plan: Plan) -> PlanChange | None:
    if not plan.is_open:
        return None
    rows = plan.changes.filter(status=ChangeStatus.PROPOSED)
    return rows.select_related("session", "proposed_by").first()
