"""What a plan says, what is still open in it, and its announcement."""

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from assessment.checks import all as checks
from assessment.frames.plans import Frame
from assessment.models import Plan
from assessment.services import drafting, permits
from casework.parts import Part
from casework.selectors import cases_visible_to
from catalogue.regulations.terms import Audience, Method, PlanStep

CHECKED = (*drafting.EDITABLE, PlanStep.PLAN_FILED, PlanStep.PLAN_APPROVED)


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan; the way into the draft for its agency."""
    frame = Frame.of(plan)
    own = holds(user, plan.owner_id, *SPEAKERS)
    shown = {
        "plan": plan,
        "items": frame.items,
        "expected": sum(item.expected for item, _ in frame.items),
        "method": frame.rule.name if frame.rule else plan.method and Method(plan.method).label,
        "audiences": [Audience(each).label for each in plan.audiences],
        "issues": checks.issues(plan) if plan.state in CHECKED else [],
        "fill": own and plan.state in drafting.EDITABLE,
        "permits": plan.regulation.place.filed_territory_only and permits.office_of(user),
        "client": plan.for_commission.owner if plan.for_commission else None,
        "commission": _commission(plan, user),
    }
    return Part("assessment/parts/plan.html", shown)


def _commission(plan: Plan, user: User) -> str:
    """The number of the commission that the plan is made for, to whom sees that case."""
    if not plan.for_commission:
        return ""
    seen = cases_visible_to(user).filter(pk=plan.for_commission_id)
    return seen.values_list("number", flat=True).first() or ""
