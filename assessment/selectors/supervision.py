"""Which bureau sends external supervisors (外督) to a session, and whom."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import governs, holds, staffed_by
from assessment.models import Duty, Plan, Session
from assessment.selectors.arrangement import ARRANGING
from catalogue.regulations.terms import PlanStep
from config import clock
from filing.selectors.recusal import reasons

SENDERS = (Role.MANAGER, Role.REVIEWER)
SENDING = (*ARRANGING, PlanStep.ROSTER_FILED, PlanStep.READY)


def offices_of(user: User, plan: Plan) -> list[Organisation]:
    """The bureaus of the place of a plan for which somebody sends supervisors."""
    return [
        office
        for office in staffed_by(user)
        if holds(user, office.pk, *SENDERS) and governs(office, plan.division)
    ]


def sends(user: User, plan: Plan) -> bool:
    """Whether somebody may send supervisors to the sessions of a plan now."""
    return plan.state in SENDING and bool(offices_of(user, plan))


def supervisors_of(offices: list[Organisation]) -> QuerySet[User]:
    """The external supervisors of these bureaus today."""
    held = Membership.objects.on(clock.today())
    rows = held.filter(organisation__in=[office.pk for office in offices], role=Role.SUPERVISOR)
    return User.objects.filter(pk__in=rows.values("user")).order_by("name", "username")


def barred(users: list[User], session: Session) -> dict[int, str]:
    """Of these people those who must not supervise a session, and why: they belong to the agency
    or to the enterprise that commissioned the plan, or did of late."""
    plan, keys = session.plan, [user.pk for user in users]
    day = timezone.localdate(session.starts_at)
    found = reasons(keys, plan.owner, day)
    if plan.for_commission:
        found |= reasons(keys, plan.for_commission.owner, day)
    return found


def duties_of(user: User) -> QuerySet[Duty]:
    """What somebody has to do in sessions that are not cancelled, whatever the agency."""
    own = Q(user=user) | Q(examiner__user=user)
    rows = Duty.objects.filter(own, session__cancelled_at=None)
    return rows.select_related("session__plan__agency", "examiner", "room__site").prefetch_related(
        "session__rooms__site"
    )
