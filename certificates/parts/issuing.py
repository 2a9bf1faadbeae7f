"""The certificates on the page of the plan: numbers, day, how far the batch is."""

from django.db.models import Count, Q

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from catalogue.regulations.terms import PlanStep
from certificates.enums import NumberState
from certificates.models import IssueTerms, ReservedNumber
from certificates.selectors import issuing, rights


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan, once a number is reserved or could be; names and numbers
    stand on the page behind it."""
    if plan.state not in rights.SHOWN_IN:
        return None
    counts = ReservedNumber.objects.filter(plan=plan).aggregate(
        reserved=Count("pk", filter=Q(state=NumberState.RESERVED)),
        issued=Count("pk", filter=Q(state=NumberState.ISSUED)),
        gaps=Count("pk", filter=Q(state=NumberState.GAP)),
    )
    terms = IssueTerms.objects.filter(plan=plan).first()
    if not any(counts.values()) and not terms and plan.state != PlanStep.CONFIRMED:
        return None
    shown = {
        "plan": plan,
        **counts,
        "terms": terms,
        "batch": issuing.latest_batch(plan) if counts["reserved"] or counts["issued"] else None,
        "reads": rights.reads(user, plan),
        "issues": rights.may_issue(user, plan),
        "numbers": rights.may_number(user, plan),
    }
    return Part("certificates/parts/issuing.html", shown)
