"""Sites, rooms, sessions and approved people of a plan."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from assessment.models import Entry, Plan, PlanItem, Room, Seat, Session, Site
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment.entering import a_plan, an_entry

FIRST, LAST = date(2026, 6, 3), date(2026, 6, 4)


def a_plan_of(agencies, key: str, state: str = PlanStep.ROSTER, **columns) -> Plan:
    """A plan on two days in June."""
    return a_plan(
        agencies, key, ["own_staff"], state, **{"first_on": FIRST, "last_on": LAST, **columns}
    )


def moment(day: date, text: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(text)))


def a_site(plan: Plan, name: str = "实训楼", **columns) -> Site:
    values = {"agency": plan.agency, "division": plan.division, "address": "建设路1号"}
    return Site.objects.create(name=name, **{**values, **columns})


def a_room(site: Site, name: str = "一考场", kind: str = "theory", capacity: int = 30) -> Room:
    order = site.rooms.count() + 1
    return Room.objects.create(site=site, name=name, kind=kind, capacity=capacity, order=order)


def a_session(
    plan: Plan,
    items: list[PlanItem],
    rooms: list[Room],
    begins: str = "09:00",
    ends: str = "10:30",
    subject: str = "theory",
    day: date = FIRST,
) -> Session:
    """A row, as if it had been kept."""
    session = Session.objects.create(
        plan=plan,
        subject=subject,
        starts_at=moment(day, begins),
        ends_at=moment(day, ends),
        form="机考",
    )
    session.items.set(items)
    session.rooms.set(rooms)
    return session


def people(plan: Plan, item: PlanItem, numbers, **columns) -> list[Entry]:
    """Approved people with these numbers."""
    decided = {
        "status": "approved",
        "decided_by": plan.created_by,
        "decided_at": clock.now(),
        **columns,
    }
    return [an_entry(plan, item, number, **decided) for number in numbers]


def url(plan: Plan, name: str, *args) -> str:
    return reverse(f"assessment:{name}", args=[plan.number, *args])


def seated(session: Session) -> list[tuple[str, int, str]]:
    """(room, seat, name) in the order of the rooms."""
    rows = Seat.objects.filter(session=session).order_by("room__order", "room", "number")
    return [(seat.room.name, seat.number, seat.entry.name) for seat in rows]
