"""Whom an expert must not judge (回避), and why. Reads only; `services.ties` writes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts.enums import OrganisationStatus
from accounts.models import Membership, Organisation, User
from casework.services.deadlines import add_months
from filing.enums import ConflictCause
from filing.models import Conflict

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
