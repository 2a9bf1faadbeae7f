"""The reads of onboarding."""

from django.db.models import QuerySet

from accounts.enums import BUREAUS, OrganisationStatus, Role
from accounts.models import Organisation, User
from accounts.selectors import organisations_of
from casework.models import Case
from onboarding.models import OrganisationChange

LIVING = (OrganisationStatus.PENDING, OrganisationStatus.ACTIVE)


def holder_of(code: str) -> Organisation | None:
    """The organisation that has this 统一社会信用代码 here, confirmed or waiting."""
    return Organisation.objects.filter(code=code, status__in=LIVING).first() if code else None


def managed_by(user: User) -> QuerySet[Organisation]:
    """The confirmed organisations, bureaus apart, for which this person may propose a change."""
    return Organisation.objects.filter(
        pk__in=organisations_of(user, Role.MANAGER), status=OrganisationStatus.ACTIVE
    ).exclude(kind__in=BUREAUS)


def open_cases_of(organisation: Organisation, *, besides: Case | None = None) -> QuerySet[Case]:
    """What the organisation still has under way."""
    found = Case.objects.filter(owner=organisation, closed_at=None)
    return found.exclude(pk=besides.pk) if besides and besides.pk else found


def coming_into(organisation: Organisation) -> QuerySet[Case]:
    """Mergers into it that are not decided yet."""
    return OrganisationChange.objects.filter(into=organisation, pending_for__isnull=False)
