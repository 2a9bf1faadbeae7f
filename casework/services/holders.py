"""Whom a deadline concerns: the people who hold it, and those above them."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.enums import OFFICE_STAFF, Role
from accounts.models import Delegation, Membership, Organisation, User
from casework import kinds, parties
from casework.models import Case, Deadline
from catalogue.regulations.terms import Actor
from config import clock

STAFF = (*OFFICE_STAFF, Role.CLERK)  # who works on cases, in offices and at applicants


def of(case: Case, deadline: Deadline) -> tuple[int, ...]:
    """The organisations that must act before the deadline ends. `case` is of its own kind."""
    return parties.organisations_for(case, Actor(deadline.holder))


def people(organisations: Iterable[int]) -> list[User]:
    """Their members who work on cases and who stands in for them, each once; experts and
    supervisors are only sent."""
    today = clock.today()
    staff = Membership.objects.on(today).filter(
        organisation__in=list(organisations), role__in=STAFF
    )
    lent = Delegation.objects.filter(membership__in=staff, since__lte=today, until__gte=today)
    told = Q(pk__in=staff.values("user")) | Q(pk__in=lent.values("delegate"))
    return list(User.objects.filter(told, is_active=True).order_by("pk"))


def in_charge(case: Case, organisations: tuple[int, ...]) -> list[User]:
    """The officer who took the case up, if of the holder; else everybody there who may know."""
    everybody = [user for user in people(organisations) if not kinds.is_hidden(case, user)]
    return [user for user in everybody if user.pk == case.assignee_id] or everybody


def above(case: Case, organisations: tuple[int, ...]) -> tuple[int, ...]:
    """Who hears that the holder is late: its superior bureau; of an applicant, the office."""
    found = set()
    for holder in Organisation.objects.filter(pk__in=organisations):
        found.add(holder.superior_id if holder.is_bureau else case.office_id)
    return tuple(sorted(found - {None, *organisations}))
