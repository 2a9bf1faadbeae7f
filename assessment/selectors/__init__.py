"""The reads of assessment: whose plans, whose commissions."""

from django.db.models import Q, QuerySet

from accounts.enums import SPEAKERS, OrganisationStatus
from accounts.models import User
from accounts.selectors import organisations_of, staffed_by
from catalogue import regulations
from config import clock
from filing.models import Agency
from filing.selectors import register


def agencies_of(user: User) -> QuerySet[Agency]:
    """The published agencies in force for which `user` may plan."""
    mine = organisations_of(user, *SPEAKERS)
    return register.agencies_on(clock.today()).filter(
        organisation__in=mine, organisation__status=OrganisationStatus.ACTIVE
    )


def plans_commissioned_by(user: User) -> Q:
    """The plans that are made for one's own enterprise."""
    mine = organisations_of(user)
    return Q(plan__for_commission__owner__in=mine) | Q(
        plan__for_commission__owner__merged_into__in=mine
    )


def plans_told_to(user: User) -> Q:
    """The plans for one's own enterprise, and those of which one's centre, having filed the agency,
    gets a copy when the centre of the place has agreed (HB-05)."""
    offices = [office.pk for office in staffed_by(user)]
    copied = [
        each.id
        for each in regulations.current()
        if any(report.key == "roster_copy" for report in each.reports)
    ]
    return plans_commissioned_by(user) | Q(
        plan__agency__issuer__in=offices,
        regulation_id__in=copied,
        events__act="approve_roster",
    )


def commissions_asked_of(user: User) -> Q:
    """The commissions that one's own agency was asked for."""
    mine = organisations_of(user)
    return Q(commission__agency__organisation__in=mine, commission__asked_on__isnull=False)
