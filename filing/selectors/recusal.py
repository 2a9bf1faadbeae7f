"""Whom an expert must not judge (回避), and why. Reads only; `services.ties` writes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.enums import OrganisationStatus
from accounts.models import Membership, Organisation, User
from casework.services.deadlines import add_months
from filing.enums import ConflictCause
from filing.models import Agency, Conflict

MONTHS_AFTER = 36  # an employer of the last three years


def reason(user: User, organisation: Organisation, day: date) -> str:
    """Why `user` must step back from what concerns `organisation` that day; empty: need not."""
    return reasons([user.pk], organisation, day).get(user.pk, "")


def reasons(users: Iterable[int], organisation: Organisation, day: date) -> dict[int, str]:
    """Of these people (keys) those who must step back, and why: their declared ties and their
    own membership of it in this portal. Three queries, however many people."""
    users = list(users)
    codes, pks = _itself(organisation)
    lately = Q(until=None) | Q(until__gte=add_months(day, -MONTHS_AFTER))
    members = Membership.objects.filter(lately, user__in=users, organisation__in=pks)
    found = {
        user: _of_membership(until, day) for user, until in members.values_list("user_id", "until")
    }
    rows = Conflict.objects.filter(Q(bars_until=None) | Q(bars_until__gte=day))
    for user, cause in rows.filter(user__in=users, code__in=codes).values_list("user_id", "cause"):
        found[user] = ConflictCause(cause).label
    return found


def organisations_of(user: User, day: date) -> QuerySet[Organisation]:
    """The organisations from whose affairs `user` must step back that day, by the same ties as
    `reasons`, as a condition for lists: also those into which a tied one was merged, or that were
    merged into one."""
    mine = _tied_to(user, day)
    merged = Organisation.objects.filter(mine, status=OrganisationStatus.MERGED)
    named = Organisation.objects.filter(mine)
    return Organisation.objects.filter(
        mine | Q(pk__in=merged.values("merged_into")) | Q(merged_into__in=named.values("pk"))
    )


def codes_of(user: User, day: date) -> QuerySet[Conflict]:
    """The declared ties that hold that day, whose `code` may be that of one without an account."""
    return Conflict.objects.filter(Q(bars_until=None) | Q(bars_until__gte=day), user=user)


def _tied_to(user: User, day: date) -> Q:
    lately = Q(until=None) | Q(until__gte=add_months(day, -MONTHS_AFTER))
    belongs = Membership.objects.filter(lately, user=user)
    return Q(pk__in=belongs.values("organisation")) | Q(code__in=codes_of(user, day).values("code"))


def _itself(organisation: Organisation) -> tuple[set[str], set[int]]:
    """Its code and key, and those of what was merged into it."""
    merged = Organisation.objects.filter(
        merged_into=organisation, status=OrganisationStatus.MERGED
    ).values_list("code", "pk")
    pairs = {(organisation.code, organisation.pk), *merged}
    return {code for code, _ in pairs if code}, {pk for _, pk in pairs}


def _of_membership(until: date | None, day: date) -> str:
    gone = until is not None and until < day
    return (ConflictCause.FORMER_EMPLOYER if gone else ConflictCause.EMPLOYER).label


def of_agencies(
    users: Iterable[int], agencies: Iterable[Agency], day: date
) -> dict[tuple[int, int], str]:
    """The same as `reasons` for many agencies at once, by (person, agency) keys, those without an
    account included; three queries, however many of both."""
    users = list(users)
    by_code: dict[str, set[int]] = {}
    by_organisation: dict[int, set[int]] = {}
    for agency in agencies:
        by_code.setdefault(agency.credit_code, set()).add(agency.pk)
        if agency.organisation_id:
            by_organisation.setdefault(agency.organisation_id, set()).add(agency.pk)
    merged = Organisation.objects.filter(
        merged_into__isnull=False, status=OrganisationStatus.MERGED
    ).values_list("pk", "code", "merged_into")
    for pk, code, into in merged:
        found = by_organisation.get(into, set())
        by_organisation.setdefault(pk, set()).update(found)
        by_code.setdefault(code, set()).update(found)
    return _pairs(users, by_code, by_organisation, day)


def _pairs(users, by_code, by_organisation, day: date) -> dict[tuple[int, int], str]:
    lately = Q(until=None) | Q(until__gte=add_months(day, -MONTHS_AFTER))
    members = Membership.objects.filter(lately, user__in=users)
    found = {
        (user, agency): _of_membership(until, day)
        for user, organisation, until in members.values_list("user", "organisation", "until")
        for agency in by_organisation.get(organisation, ())
    }
    declared = Conflict.objects.filter(
        Q(bars_until=None) | Q(bars_until__gte=day), user__in=users
    ).values_list("user", "code", "cause")
    for user, code, cause in declared:
        found |= {(user, agency): ConflictCause(cause).label for agency in by_code.get(code, ())}
    return found
