"""Who sees which certificates, and who may change them."""

from django.db.models import Q, QuerySet

from accounts.enums import OFFICE_STAFF, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import governs, holds, organisations_of, staffed_by, territory
from certificates.models import Certificate
from certificates.selectors import certificates
from config import clock
from filing.models import Agency

AGENTS = (Role.MANAGER, Role.CLERK)
# The authority over an agency; the employment service reviews and uploads, it does not revoke.
AUTHORITIES = (OrganisationKind.HRSS, OrganisationKind.CENTRE)


def certificates_visible_to(user: User) -> QuerySet[Certificate]:
    """Those that exist for somebody, with whom they belong to."""
    rows = certificates.certificates_visible_to(user)
    return rows.select_related("agency__organisation__merged_into", "division")


def agencies_run_by(user: User) -> QuerySet[Agency]:
    """The agencies of the organisations in which one is manager or clerk."""
    mine = organisations_of(user, *AGENTS)
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


def runs(user: User, certificate: Certificate) -> bool:
    """A manager or clerk of the agency that issued it."""
    organisation = organisation_of(certificate.agency)
    return organisation is not None and holds(user, organisation.pk, *AGENTS)


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
    roles = OFFICE_STAFF if organisation.is_bureau else AGENTS
    rows = Membership.objects.on(clock.today()).filter(organisation=organisation, role__in=roles)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk"))
