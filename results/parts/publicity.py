"""The publicity of the results, objections and corrections, on the page of the plan."""

from django.db.models import Count, Q

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from casework.services import publications
from catalogue.regulations.terms import PlanStep
from results.enums import CorrectionStatus
from results.models import Result
from results.selectors import publicity
from results.services.publicity import standing_hindrance


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan, once there are results; objections for those alone who
    answer them, corrections for those who work on scores and the officers."""
    if plan.state == PlanStep.HELD or not Result.objects.filter(plan=plan).exists():
        return None
    rows = publicity.publications_of(plan).annotate(
        objected=Count("objections"),
        waiting=Count("objections", filter=Q(objections__answered_at=None)),
        upheld=Count("objections", filter=Q(objections__upheld=True)),
    )
    published = list(rows)
    newest = published[0] if published else None
    sees = publicity.may_see_corrections(user, plan)
    statuses = list(plan.corrections.values_list("status", flat=True)) if sees else []
    shown = {
        "plan": plan,
        "newest": newest,
        "published": published,
        "speaks": publications.may_publish(user, plan.owner),
        "hindrance": standing_hindrance(newest) if newest else "",
        "unsettled": publicity.unsettled(plan) if sees else [],
        "late_by": _late_by(plan, newest),
        "sees": sees,
        "corrections": len(statuses),
        "proposed": statuses.count(CorrectionStatus.PROPOSED),
        "agreed": statuses.count(CorrectionStatus.AGREED),
        "proposes": publicity.may_propose(user, plan),
    }
    return Part("results/publishing/publicity_part.html", shown)


def _late_by(plan: Plan, newest) -> int:
    """By how much the first publicity was late."""
    first = publicity.publications_of(plan).last() if newest else None
    return publicity.late_by(plan, first.published_on) if first else 0
