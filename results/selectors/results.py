"""The results in force of a plan, who sees them, and when the public may."""

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.selectors import holds, staffed_by
from assessment.models import Plan
from assessment.selectors.entries import of_client
from catalogue.regulations.terms import PlanStep
from results.models import Result, SubjectResult
from results.selectors.scores import STAFF

PUBLIC = (
    PlanStep.PUBLICITY,
    PlanStep.PUBLICISED,
    PlanStep.REVIEW,
    PlanStep.REVIEW_RETURNED,
    PlanStep.CONFIRMED,
    PlanStep.CERTIFIED,
    PlanStep.ARCHIVED,
)
COMPUTED = (PlanStep.SCORED, *PUBLIC)


def current(plan: Plan) -> QuerySet[Result]:
    """The results in force with their subjects, registrations and items, in a fixed number of
    statements; neither the 申报表's details nor phones are read."""
    rows = Result.objects.filter(plan=plan, superseded_at=None)
    return (
        rows.select_related("entry__item__occupation")
        .defer("entry__details", "entry__phone")
        .prefetch_related(Prefetch("subjects", SubjectResult.objects.order_by("pk")))
    )


def are_public(plan: Plan) -> bool:
    """Whether candidates and the public may see the results: from publicity on, or from review
    where the plan came there without."""
    return plan.state in PUBLIC


def sees_results(user: User, plan: Plan) -> bool:
    """Who of those who see the plan see its results: scoring staff of the agency and the offices
    of the place once they are computed, the client once they are public."""
    if plan.state not in COMPUTED:
        return False
    if holds(user, plan.owner_id, *STAFF) or staffed_by(user):
        return True
    return are_public(plan) and of_client(user, plan)
