"""Who may propose a change of a plan, and who answers it."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import bureaus_of, territory
from assessment import changing
from assessment.enums import ChangeKind, ChangeStatus
from assessment.models import Plan, PlanChange
from assessment.selectors.entries import of_agency
from casework import parties
from casework.selectors import cases_visible_to
from catalogue import workdays


def may_propose(user: User, plan: Plan, kind: ChangeKind) -> bool:
    """A manager or clerk of the agency, while the plan is at a step where this can be changed."""
    return of_agency(user, plan) and kind in changing.kinds_at(plan.state)


def may_answer(user: User, plan: Plan, kind: ChangeKind) -> bool:
    """A reviewer of the office that has to agree."""
    actor = changing.agreeing(plan.regulation.processes.plan, kind)
    return actor is not None and parties.acts_as(user, plan, actor, (Role.REVIEWER,))


def agreeing_offices(plan: Plan, kind: ChangeKind) -> tuple[int, ...] | None:
    """The offices that have to agree; None where nobody has."""
    actor = changing.agreeing(plan.regulation.processes.plan, kind)
    return None if actor is None else parties.organisations_for(plan, actor)


def changes_visible_to(user: User):
    """The changes of the plans that one sees."""
    return PlanChange.objects.filter(plan__case_ptr__in=cases_visible_to(user, "plan"))


def may_ring(user: User, change: PlanChange) -> bool:
    """Whether somebody may read the phones of those concerned: the agency's clerks."""
    return of_agency(user, change.plan)


def answer_by(change: PlanChange) -> date:
    """The day by which an answer is expected; our own default."""
    proposed = timezone.localdate(change.proposed_at)
    return workdays.add_working_days(proposed, changing.ANSWER_WITHIN)


def awaited(user: User) -> Q:
    """The plans (`Case` rows) with a change that waits for this person's answer."""
    near = Q(pk__in=[])
    for office in bureaus_of(user):
        near |= Q(receiver=office) | Q(division__code__startswith=territory(office))
    if not near.children[1:]:
        return near
    rows = PlanChange.objects.filter(
        status=ChangeStatus.PROPOSED, plan__in=Plan.objects.filter(near)
    )
    waiting = dict(rows.values_list("plan", "kind"))
    plans = Plan.objects.filter(pk__in=waiting).select_related("receiver", "division")
    return Q(pk__in=[plan.pk for plan in plans if may_answer(user, plan, waiting[plan.pk])])
