"""Corrections of holders before issue: which are open, and who decides them."""

from accounts.models import Organisation
from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from certificates.enums import HolderState
from certificates.models import HolderCorrection


def confirmed_by(plan: Plan) -> Organisation:
    """Who confirmed the results of a plan: the office of the last review, or the agency itself."""
    events = plan.events.filter(act__in=("confirm", "review"), target=PlanStep.CONFIRMED)
    last = events.select_related("actor_office").order_by("-sequence").first()
    office = last.actor_office if last and last.act == "review" else None
    return office or plan.owner


def open_of(plan: Plan) -> dict[int, str]:
    """By registration the number of its correction that is not decided yet."""
    rows = HolderCorrection.objects.filter(of_plan=plan, state=HolderState.PROPOSED)
    return dict(rows.values_list("entry", "number"))
