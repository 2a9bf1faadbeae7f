"""Who may arrange what of a plan, and when; which rooms and people are taken at a time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from assessment import selectors
from assessment.models import Plan, Room, Session, Site
from assessment.selectors.entries import of_agency
from catalogue.models import Division
from catalogue.regulations.terms import PlanStep
from config import clock

ARRANGING = (PlanStep.ENROLMENT, PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)
SEATING = (PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)


def arranges(user: User, plan: Plan) -> bool:
    """Whether somebody may set up sessions and duties now: the agency's managers and clerks, from
    enrolment on until the arrangement is filed or made ready."""
    return plan.state in ARRANGING and of_agency(user, plan)


def seats(user: User, plan: Plan) -> bool:
    """Whether somebody may give out seats now: the same people, once the roster is closed."""
    return plan.state in SEATING and of_agency(user, plan)


def sites_of(user: User) -> QuerySet[Site]:
    """The sites that somebody keeps: those of the agencies for which he or she may plan."""
    return Site.objects.filter(agency__in=selectors.agencies_of(user))


def within(place: Division, territory: Division) -> bool:
    """Whether a place lies in the territory of a division, or is it."""
    code = territory.code
    while code.endswith("00"):
        code = code[:-2]
    return place.code.startswith(code)


def rooms_for(plan: Plan, kind: str) -> list[Room]:
    """The agency's rooms of a kind in the plan's place, in the order in which seats are given."""
    rows = Room.objects.filter(site__agency=plan.agency_id, kind=kind).select_related(
        "site__division"
    )
    rows = rows.order_by("site__name", "site", "order", "name")
    return [room for room in rows if within(room.site.division, plan.division)]


def overlapping(starts_at: datetime, ends_at: datetime) -> QuerySet[Session]:
    """The sessions of all plans, not cancelled, that share a moment with a time."""
    rows = Session.objects.filter(cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return rows.exclude(plan__state=PlanStep.CANCELLED)


def takers(
    rooms: Iterable[Room], starts_at: datetime, ends_at: datetime
) -> dict[int, list[Session]]:
    """Which sessions of any plan have which of the rooms (by pk) at some moment of a time."""
    rows = overlapping(starts_at, ends_at).filter(rooms__in={room.pk for room in rooms})
    pairs = list(rows.order_by("starts_at", "pk").values_list("rooms", "pk"))
    sessions = Session.objects.select_related("plan").in_bulk({session for _, session in pairs})
    found = defaultdict(list)
    for room, session in pairs:
        found[room].append(sessions[session])
    return found


def filed_sessions(**where) -> QuerySet[Session]:
    """The sessions to come of arrangements that have been filed or made ready: their rooms and
    sites stay as they are."""
    rows = Session.objects.filter(cancelled_at=None, ends_at__gt=clock.now(), **where)
    return rows.exclude(plan__state__in=(*ARRANGING, PlanStep.CANCELLED))
