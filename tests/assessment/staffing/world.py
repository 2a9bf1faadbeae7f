"""People of an agency, sessions with rooms and seats, as if they had been arranged."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assessment.models import Duty, Examiner, Plan, Room, Seat, Session, Site
from assessment.models import Entry as Registration
from tests.assessment.entering import an_entry, id_number

ZONE = ZoneInfo("Asia/Shanghai")
ROLES = {
    "theory": "invigilator",
    "practice": "assessor",
    "review": "panellist",
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of June 2026."""
    return datetime(2026, 6, day, hour, minute, tzinfo=ZONE)


def examiner(agency, number: int, *roles: str, **columns) -> Examiner:
    """Somebody of an agency; the number makes the ID number, those of candidates begin with 1."""
    given = {
        "name": f"考务{number}",
        "id_number": id_number(500 + number),
        "roles": list(roles) or ["invigilator", "assessor", "panellist"],
        "certificate": f"KP{number:04}",
        **columns,
    }
    return Examiner.objects.create(agency=agency, **given)


def rooms(agency, *capacities: int, kind: str = "theory") -> list[Room]:
    """Rooms of a site of the agency, in order."""
    site, _ = Site.objects.get_or_create(
        agency=agency, name="一号楼", division=agency.division, address="建设路1号"
    )
    first = site.rooms.count() + 1
    return [
        Room.objects.create(
            site=site, name=f"{order}考场", kind=kind, capacity=capacity, order=order
        )
        for order, capacity in enumerate(capacities, first)
    ]


def session(plan: Plan, places: list[Room], subject: str = "theory", **columns) -> Session:
    """A session of all items of a plan, 9 to 10:30 on the third of June unless told otherwise."""
    given = {"starts_at": at(3, 9), "ends_at": at(3, 10, 30), "form": "机考", **columns}
    made = Session.objects.create(plan=plan, subject=subject, **given)
    made.items.set(plan.items.all())
    made.rooms.set(places)
    return made


def seat(of: Session, room: Room, *numbers: int, **columns) -> list[Registration]:
    """Approved people with these numbers, seated in a room."""
    item = of.plan.items.first()
    clerk = of.plan.created_by
    made = []
    for place, number in enumerate(numbers, 1):
        approved = {"status": "approved", "decided_by": clerk, "decided_at": at(1, 9)}
        entry = Registration.objects.filter(plan=of.plan, number__endswith=f"-T{number:05}").first()
        entry = entry or an_entry(of.plan, item, number, **approved, **columns)
        Seat.objects.create(session=of, room=room, number=place, entry=entry)
        made.append(entry)
    return made


def duty(of: Session, person: Examiner, role: str = "", room: Room | None = None) -> Duty:
    """A duty, past every check."""
    return Duty.objects.create(
        session=of, examiner=person, role=role or ROLES[of.subject], room=room
    )
