"""Reads of accounts: which roles a person holds, which office is meant."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.enums import BUREAUS, OFFICE_STAFF, OrganisationKind, OrganisationStatus, Role
from accounts.models import Delegation, Invitation, Membership, Organisation, User
from catalogue.models import Division
from catalogue.regulations.terms import Authority, Tier
from config import clock

# How many digits of a division's code name the territory of that tier in which it lies.
TERRITORY = {Tier.PROVINCE: 2, Tier.CITY: 4, Tier.COUNTY: 6}


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
    """Whether `user` holds one of `roles` (any, if none is named) in the organisation today."""
    return any(
        organisation == organisation_id and (not roles or role in roles)
        for organisation, role in roles_of(user)
    )


def organisations_of(user: User, *roles: Role) -> frozenset[int]:
    """The organisations in which `user` holds one of `roles` (any role, if none is named)."""
    return frozenset(o for o, role in roles_of(user) if not roles or role in roles)


def staffed_by(user: User) -> tuple[Organisation, ...]:
    """The active bureaus in which `user` works; experts and supervisors are only sent by them."""
    if "_staffed" not in user.__dict__:
        mine = organisations_of(user, *OFFICE_STAFF)
        rows = Organisation.objects.filter(
            pk__in=mine, kind__in=BUREAUS, status=OrganisationStatus.ACTIVE
        ).select_related("division")
        user.__dict__["_staffed"] = tuple(rows) if mine else ()
    return user.__dict__["_staffed"]


def offices(authority: Authority, division: Division) -> QuerySet[Organisation]:
    """The active offices of that tier and kind whose territory holds `division`."""
    return Organisation.objects.filter(
        kind=OrganisationKind(authority.organ),
        tier=authority.tier,
        division__code=_seat(authority.tier, division),
        status=OrganisationStatus.ACTIVE,
    )


def is_office(office: Organisation, authority: Authority, division: Division) -> bool:
    """Whether an office is one of `offices(authority, division)`; asks the database nothing."""
    return (
        office.is_active
        and (office.kind, office.tier) == (authority.organ, authority.tier)
        and office.division.code == _seat(authority.tier, division)
    )


def _seat(tier: Tier, division: Division) -> str:
    """The code of the territory of that tier in which a division lies."""
    return division.code[: TERRITORY[tier]].ljust(6, "0")


def governs(office: Organisation, division: Division) -> bool:
    """Whether a division lies in an office's territory."""
    return office.is_bureau and division.code.startswith(territory(office))


def territory(office: Organisation) -> str:
    """The beginning that the codes of all divisions in a bureau's territory have."""
    return office.division.code[: TERRITORY[Tier(office.tier)]]


def bureaus_of(user: User) -> tuple[Organisation, ...]:
    """The bureaus in which `user` holds a role today, with their divisions."""
    if "_bureaus" not in user.__dict__:
        rows = Organisation.objects.filter(pk__in=organisations_of(user), kind__in=BUREAUS)
        user.__dict__["_bureaus"] = tuple(rows.select_related("division"))
    return user.__dict__["_bureaus"]


def needs_second_factor(user: User) -> bool:
    """Whether the person decides for a bureau or keeps the portal's reference data."""
    return user.is_staff or bool(bureaus_of(user))


def within(office: Organisation) -> Q:
    """The organisations that lie in an office's territory, as a condition."""
    return Q(division__code__startswith=territory(office))


def organisations_visible_to(user: User) -> QuerySet[Organisation]:
    """One's own, and for a bureau's staff those in its territory; nobody else's."""
    seen = Q(pk__in=organisations_of(user))
    for office in staffed_by(user):
        seen |= within(office)
    return Organisation.objects.filter(seen).select_related("division")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """The memberships in force today, by person."""
    rows = Membership.objects.on(clock.today()).filter(organisation=organisation)
    return rows.select_related("user").order_by("user__name", "user_id", "role")


def managers_of(organisation: Organisation) -> QuerySet[User]:
    """The people who manage an organisation today (stand-ins apart)."""
    return User.objects.filter(
        pk__in=members_of(organisation).filter(role=Role.MANAGER).values("user")
    )


def delegations_of(organisation: Organisation) -> QuerySet[Delegation]:
    """Present and coming stand-ins, the first to begin first."""
    return (
        Delegation.objects.filter(membership__organisation=organisation, until__gte=clock.today())
        .select_related("membership__user", "delegate")
        .order_by("since", "pk")
    )


def pending_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that were neither accepted nor withdrawn, expired ones too."""
    rows = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    return rows.select_related("invited_by", "appointment").order_by("-sent_at")


def offices_for_requests() -> QuerySet[Organisation]:
    """The bureaus that answer requests about personal data."""
    return Organisation.objects.filter(
        kind=OrganisationKind.HRSS, status=OrganisationStatus.ACTIVE
    ).select_related("division")


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Invitations to a person's mailbox that still wait; the link itself is only in the mail."""
    rows = Invitation.objects.filter(
        email__iexact=user.email,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=clock.now(),
    ).exclude(email="")
    return rows.select_related("organisation").order_by("-sent_at")
