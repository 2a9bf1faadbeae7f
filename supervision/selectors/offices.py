"""Which offices inspect and punish, and whom they govern."""

from django.db.models import Q, QuerySet

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.selectors import staffed_by, territory
from filing.models import Agency

OFFICES = (OrganisationKind.HRSS, OrganisationKind.CENTRE)


def offices_of(user: User) -> list[Organisation]:
    """The bureaus and centres in which somebody works."""
    return [office for office in staffed_by(user) if office.kind in OFFICES]


def agencies_under(office: Organisation) -> QuerySet[Agency]:
    """The agencies over which an office has authority: of its place, and those that it filed."""
    place = Q(division__code__startswith=territory(office))
    return Agency.objects.filter(place | Q(issuer=office)).select_related("division")
