"""The reads of assessment: whose plans, whose commissions."""

from django.db.models import Q, QuerySet

from accounts.enums import OrganisationStatus, Role
from accounts.models import User
from accounts.selectors import organisations_of
from catalogue.regulations.terms import CommissionStep
from filing.enums import AgencyStatus
from filing.models import Agency


def agencies_of(user: User) -> QuerySet[Agency]:
    """The published agencies in force for which `user` may plan."""
    mine = organisations_of(user, Role.MANAGER, Role.CLERK)
    return Agency.objects.filter(
        organisation__in=mine,
        organisation__status=OrganisationStatus.ACTIVE,
        periods__status=AgencyStatus.IN_FORCE,
        periods__until=None,
        published_on__isnull=False,
    )


def plans_commissioned_by(user: User) -> Q:
    """The plans that are made for one's own enterprise."""
    return Q(plan__for_commission__owner__in=organisations_of(user))


def commissions_asked_of(user: User) -> Q:
    """The commissions that one's own agency was asked for."""
    return Q(commission__agency__organisation__in=organisations_of(user)) & ~Q(
        state=CommissionStep.DRAFT
    )
