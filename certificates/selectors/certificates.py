"""Which certificates, numbers and gaps exist for somebody."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by, territory
from assessment.selectors.entries import AGENTS
from casework.models import StoredFile
from certificates.enums import NumberState
from certificates.models import Certificate, Edition, ReservedNumber


def certificates_visible_to(user: User) -> QuerySet[Certificate]:
    """Those of one's own agency and of plans for one's own enterprise, for managers and clerks; for
    officers those of their territory and of the agencies that their office filed."""
    return Certificate.objects.filter(_seen(user, "agency__", "division__"))


def gaps_visible_to(user: User) -> QuerySet[ReservedNumber]:
    """The register of gaps (空号): for the same people, but for the client's."""
    seen = _of_agency(user, "plan__agency__") | _of_offices(
        user, "plan__agency__", "plan__agency__division__"
    )
    return ReservedNumber.objects.filter(seen, state=NumberState.GAP)


def keeps_registers(user: User) -> bool:
    """Who has a list of certificates at all: managers and clerks, and the staff of bureaus."""
    return bool(organisations_of(user, *AGENTS) or staffed_by(user))


def is_certificate(file: StoredFile) -> bool:
    """Whether a stored file is a certificate: it is given out on its own page alone, on record."""
    return Edition.objects.filter(file=file).exists()


def _seen(user: User, agency: str, division: str) -> Q:
    mine = organisations_of(user, *AGENTS)
    client = Q(plan__for_commission__owner__in=mine) | Q(
        plan__for_commission__owner__merged_into__in=mine
    )
    return _of_agency(user, agency) | client | _of_offices(user, agency, division)


def _of_agency(user: User, agency: str) -> Q:
    mine = organisations_of(user, *AGENTS)
    return Q(**{f"{agency}organisation__in": mine}) | Q(
        **{f"{agency}organisation__merged_into__in": mine}
    )


def _of_offices(user: User, agency: str, division: str) -> Q:
    offices: tuple[Organisation, ...] = staffed_by(user)
    if not offices:
        return Q(pk__in=[])
    seen = Q(**{f"{agency}issuer__in": [office.pk for office in offices]})
    for office in offices:
        seen |= Q(**{f"{division}code__startswith": territory(office)})
    return seen
