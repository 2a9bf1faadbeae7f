"""Who draws papers, who knows of them, who keeps the banks they are drawn from."""

from django.db.models import QuerySet

from accounts.enums import OFFICE_STAFF, Role
from accounts.models import User
from accounts.selectors import holds, organisations_of
from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from papers.models import Bank, Blueprint

DRAWERS = (Role.WRITER, Role.MANAGER)
# What a plan assesses stands from its approval on; on the days of the exam a spare may be needed.
DRAWING = (
    PlanStep.PLAN_APPROVED,
    PlanStep.ANNOUNCED,
    PlanStep.ENROLMENT,
    PlanStep.ROSTER,
    PlanStep.ROSTER_FILED,
    PlanStep.ROSTER_RETURNED,
    PlanStep.READY,
)


def prepares(user: User, plan: Plan) -> bool:
    """A writer or manager of the agency: draws, looks through, seals, has papers printed."""
    return holds(user, plan.owner_id, *DRAWERS)


def draws(user: User, plan: Plan) -> bool:
    """Whether somebody may prepare papers of a plan now."""
    return plan.state in DRAWING and prepares(user, plan)


def is_officer(user: User, plan: Plan) -> bool:
    """Works in the office that received the plan or has it now."""
    offices = {plan.receiver_id, plan.office_id} - {None}
    return any(holds(user, office, *OFFICE_STAFF) for office in offices)


def knows_of(user: User, plan: Plan) -> bool:
    """Who sees that papers exist, with number, digest, seal and openings: the agency's members and
    the offices of the plan. A client or a copied office does not."""
    return holds(user, plan.owner_id) or is_officer(user, plan)


def banks_of(user: User) -> QuerySet[Bank]:
    """The banks whose blueprints somebody keeps: as writer or manager of their agency."""
    mine = organisations_of(user, *DRAWERS)
    rows = Bank.objects.filter(agency__organisation__in=mine)
    return rows.select_related("agency", "occupation")


def blueprints_for(plan: Plan, item, subject: str) -> QuerySet[Blueprint]:
    """The blueprints in use by which a paper of an item's subject may be drawn."""
    rows = Blueprint.objects.filter(
        retired_at=None,
        subject=subject,
        bank__agency=plan.agency_id,
        bank__occupation=item.occupation_id,
        bank__level=item.level,
        bank__work_type__in={item.work_type, ""},
    )
    return rows.select_related("bank__occupation").order_by("-bank__work_type", "name", "pk")
