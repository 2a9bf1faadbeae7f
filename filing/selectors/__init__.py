"""The reads of filing: whose application, whose panel."""

from django.db.models import Q, QuerySet

from accounts.enums import BUREAUS, SPEAKERS, OrganisationStatus
from accounts.models import Organisation, User
from accounts.selectors import organisations_of


def applicants_of(user: User) -> QuerySet[Organisation]:
    """The confirmed organisations for which `user` may file."""
    mine = organisations_of(user, *SPEAKERS)
    return Organisation.objects.filter(pk__in=mine, status=OrganisationStatus.ACTIVE).exclude(
        kind__in=BUREAUS
    )


def panelled(user: User) -> Q:
    """The cases that `user` may read as a member of their panel."""
    return Q(filing__panels__members__user=user, filing__panels__members__replaced_at=None)
