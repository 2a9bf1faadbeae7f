"""Which certificates, numbers, gaps and agencies exist for somebody, and who acts for them."""

from django.db.models import Q, QuerySet

from accounts.enums import OFFICE_STAFF, SPEAKERS, OrganisationKind
from accounts.models import Membership, Organisation, User
from accounts.selectors import governs, holds, organisations_of, staffed_by, territory
from casework.models import StoredFile
from certificates.enums import NumberState
from certificates.models import Certificate, Edition, ReservedNumber, SpoiledBlank
from config import clock
from filing.models import Agency

# The authority over an agency; the employment service reviews and uploads, it does not revoke.
AUTHORITIES = (OrganisationKind.HRSS, OrganisationKind.CENTRE)


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


def spoiled_visible_to(user: User) -> QuerySet[SpoiledBlank]:
    """The register of what was destroyed (作废销毁), for those who see its agency."""
    rows = SpoiledBlank.objects.filter(agency__in=agencies_visible_to(user))
    return rows.select_related("agency__organisation__merged_into", "entered_by", "confirmed_by")


def keeps_registers(user: User) -> bool:
    """Who has a list of certificates at all: managers and clerks, and the staff of bureaus."""
    return bool(organisations_of(user, *SPEAKERS) or staffed_by(user))


def is_certificate(file: StoredFile) -> bool:
    """Whether a stored file is a certificate: it is given out on its own page alone, on record."""
    return Edition.objects.filter(file=file).exists()


def agencies_run_by(user: User) -> QuerySet[Agency]:
    """The agencies of the organisations in which one is manager or clerk."""
    mine = organisations_of(user, *SPEAKERS)
    seen = Q(organisation__in=mine) | Q(organisation__merged_into__in=mine)
    return Agency.objects.filter(seen).select_related("organisation__merged_into", "division")


def agencies_visible_to(user: User) -> QuerySet[Agency]:
    """One's own, and for officers those of their territory."""
    seen = Q(pk__in=agencies_run_by(user))
    for office in staffed_by(user):
        seen |= Q(division__code__startswith=territory(office))
    return Agency.objects.filter(seen).select_related("organisation__merged_into", "division")


def organisation_of(agency: Agency | None) -> Organisation | None:
    """Who acts for an agency today: its organisation, or that into which it was merged."""
    if agency is None or agency.organisation is None:
        return None
    return agency.organisation.merged_into or agency.organisation


def side_of(user: User, agency: Agency | None) -> Organisation | None:
    """Who acts for an agency today, for its managers and clerks; None for others."""
    organisation = organisation_of(agency)
    return organisation if organisation and holds(user, organisation.pk, *SPEAKERS) else None


def sides_of(user: User) -> list[Organisation]:
    """Who acts for the agencies in which one is manager or clerk."""
    own = {organisation_of(agency) for agency in agencies_run_by(user)}
    return sorted(own, key=lambda each: each.pk)


def runs(user: User, certificate: Certificate) -> bool:
    """A manager or clerk of the agency that issued it, or of that into which it was merged:
    certificates outlive the plans, whose acts are their owner's alone (`entries.of_agency`)."""
    return side_of(user, certificate.agency) is not None


def authorities_of(user: User, certificate: Certificate) -> list[Organisation]:
    """The offices with authority over the issuer in which the person works: who filed it, and the
    bureaus and centres of its place."""
    issuer = certificate.agency.issuer_id if certificate.agency else None
    return [
        office
        for office in staffed_by(user)
        if holds(user, office.pk, *OFFICE_STAFF)
        and (
            office.pk == issuer
            or (office.kind in AUTHORITIES and governs(office, certificate.division))
        )
    ]


def people_of(organisation: Organisation | None) -> list[User]:
    """Who does the work there: managers and clerks, of a bureau its staff."""
    if organisation is None:
        return []
    roles = OFFICE_STAFF if organisation.is_bureau else SPEAKERS
    rows = Membership.objects.on(clock.today()).filter(organisation=organisation, role__in=roles)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk"))


def _seen(user: User, agency: str, division: str) -> Q:
    mine = organisations_of(user, *SPEAKERS)
    client = Q(plan__for_commission__owner__in=mine) | Q(
        plan__for_commission__owner__merged_into__in=mine
    )
    return _of_agency(user, agency) | client | _of_offices(user, agency, division)


def _of_agency(user: User, agency: str) -> Q:
    mine = organisations_of(user, *SPEAKERS)
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
