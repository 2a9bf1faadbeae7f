"""Who may do what with organisations and their people. One line each.

`user` first, then what it is about. Other apps combine them: `governs_division & …`.
"""

import rules

from accounts import selectors
from accounts.enums import BUREAUS, OFFICE_STAFF, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from catalogue.models import Division


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate: the user holds one of `roles` in the organisation (any role, if none named)."""

    @rules.predicate(name=f"has_role:{','.join(roles)}")
    def predicate(user: User, organisation: Organisation | None) -> bool:
        return bool(organisation) and selectors.holds(user, organisation.pk, *roles)

    return predicate


is_member = has_role()
manages = has_role(Role.MANAGER)


@rules.predicate
def is_bureau(user: User, organisation: Organisation | None) -> bool:
    return bool(organisation) and organisation.kind in BUREAUS


# Experts and supervisors are sent by a bureau; they do not work in it.
works_in_bureau = is_bureau & has_role(*OFFICE_STAFF)


@rules.predicate
def governs_division(user: User, division: Division) -> bool:
    return any(selectors.governs(office, division) for office in selectors.staffed_by(user))


@rules.predicate
def governs_organisation(user: User, organisation: Organisation) -> bool:
    return governs_division(user, organisation.division)


@rules.predicate
def may_delegate(user: User, membership: Membership) -> bool:
    return membership.user_id == user.pk or manages(user, membership.organisation)


def may_appoint_for(user: User, organisation: Organisation, office: Organisation) -> bool:
    """Whether `user`, manager of `office`, may give `organisation` a new manager: an applicant in
    the territory, or a bureau right below."""
    if office.kind != OrganisationKind.HRSS or not manages(user, office):
        return False
    if organisation.is_bureau:
        return office.pk in (organisation.superior_id, organisation.entrusted_by_id)
    return selectors.governs(office, organisation.division)
