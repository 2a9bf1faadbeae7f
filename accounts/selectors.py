"""Reads of accounts: which roles a person holds, which office is meant."""

from datetime import date

from django.db.models import QuerySet

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Delegation, Membership, Organisation, User
from catalogue.models import Division
from catalogue.regulations.terms import Authority, Tier
from config import clock


def roles_of(user: User, *, on: date | None = None) -> frozenset[tuple[int, Role]]:
    """(organisation, role) pairs that `user` holds on a day, stand-ins for absent colleagues too.

    Kept on the user object for the length of a request, as every row of a list asks.
    """
    if not user.is_authenticated:
        return frozenset()
    day = on or clock.today()
    kept = user.__dict__.setdefault("_roles", {})
    if day not in kept:
        own = Membership.objects.on(day).filter(user=user)
        lent = Delegation.objects.filter(
            delegate=user,
            since__lte=day,
            until__gte=day,
            membership__in=Membership.objects.on(day),
        )
        pairs = {(m.organisation_id, Role(m.role)) for m in own}
        pairs |= {
            (organisation, Role(role))
            for organisation, role in lent.values_list(
                "membership__organisation_id", "membership__role"
            )
        }
        kept[day] = frozenset(pairs)
    return kept[day]


def holds(user: User, organisation_id: int | None, *roles: Role) -> bool:
    """Whether `user` holds one of `roles` (any role, if none is named) in the organisation today."""
    return any(
        organisation == organisation_id and (not roles or role in roles)
        for organisation, role in roles_of(user)
    )


def organisations_of(user: User, *roles: Role) -> frozenset[int]:
    """The organisations in which `user` holds one of `roles` (any role, if none is named)."""
    return frozenset(o for o, role in roles_of(user) if not roles or role in roles)


def offices(authority: Authority, division: Division) -> QuerySet[Organisation]:
    """The active offices of that tier and kind whose territory holds `division`."""
    territory = {
        Tier.PROVINCE: division.code[:2] + "0000",
        Tier.CITY: division.code[:4] + "00",
        Tier.COUNTY: division.code,
    }[authority.tier]
    return Organisation.objects.filter(
        kind=OrganisationKind(authority.organ),
        tier=authority.tier,
        division__code=territory,
        status=OrganisationStatus.ACTIVE,
    )


def governs(office: Organisation, division: Division) -> bool:
    """Whether a division lies in an office's territory."""
    length = {Tier.PROVINCE: 2, Tier.CITY: 4, Tier.COUNTY: 6}[Tier(office.tier)]
    return office.is_bureau and division.code[:length] == office.division.code[:length]
