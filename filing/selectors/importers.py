"""Who may bring agencies filed elsewhere into the register (LN-08)."""

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by
from catalogue.regulations.terms import Tier

KINDS = (OrganisationKind.HRSS, OrganisationKind.CENTRE)
TIERS = (Tier.CITY, Tier.PROVINCE)


def offices_of(user: User) -> list[Organisation]:
    """The bureaus and centres of a city or province whose manager or reviewer `user` is."""
    if not user.is_authenticated:
        return []
    return [
        office
        for office in staffed_by(user)
        if office.kind in KINDS
        and office.tier in TIERS
        and holds(user, office.pk, Role.MANAGER, Role.REVIEWER)
    ]
