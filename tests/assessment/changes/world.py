"""Plans whose arrangement stands: two sessions, five rooms, people for every post."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from assessment.models import Duty, Examiner, Plan, PlanChange, Room, Seat, Session, Site
from casework.enums import PublicationKind
from casework.services import publications
from config import clock
from tests.assessment.entering import a_plan, an_entry, commissioned, id_number, phone

DAYS = {
    "enrol_from": date(2026, 3, 2),
    "enrol_until": date(2026, 3, 12),
    "first_on": date(2026, 3, 25),
    "last_on": date(2026, 3, 26),
}
AUDIENCES = {"sd": ["public"]}
ROLES = ["chief", "invigilator", "assessor", "internal", "support"]
ROOMS = {
    "一考场": ("theory", 30),
    "二考场": ("theory", 30),
    "小考场": ("theory", 2),
    "一工位": ("practice", 10),
    "二工位": ("practice", 10),
}
POSTS = {
    "theory": ("chief", "internal", "invigilator", "invigilator"),
    "practice": ("chief", "internal", "assessor", "assessor", "assessor"),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in China."""
    return timezone.make_aware(datetime(2026, 3, day, hour, minute))  # noqa: DTZ001


@dataclass
class Arranged:
    """A plan with its sessions by subject, rooms by name, and the agency's staff."""

    plan: Plan
    sessions: dict[str, Session]
    rooms: dict[str, Room]
    staff: list[Examiner]

    def change(self) -> PlanChange:
        """The newest change."""
        return PlanChange.objects.select_related("plan").order_by("-pk").first()

    def now(self) -> Plan:
        return Plan.objects.get(pk=self.plan.pk)

    def seated(self, subject: str) -> list[tuple[str, int, str]]:
        """Room, number, and who sits there."""
        rows = Seat.objects.filter(session=self.sessions[subject]).order_by("room", "number")
        return list(rows.values_list("room__name", "number", "entry__name"))

    def on_duty(self, subject: str) -> list[str]:
        rows = Duty.objects.filter(session=self.sessions[subject]).order_by("pk")
        return list(rows.values_list("examiner__name", flat=True))


def announced(agencies, key: str, state: str = "announced", **columns) -> Plan:
    """A plan that has been announced, without an arrangement."""
    values = {**DAYS, "contact": "0635-8200000", "complaints": "0635-8200001", **columns}
    if key == "hb":
        plan = commissioned(agencies, state=state, **values)
    else:
        plan = a_plan(agencies, key, AUDIENCES.get(key, ["own_staff"]), state, **values)
    plan.announcement = publications.publish(
        kind=PublicationKind.ANNOUNCEMENT,
        title="评价公告",
        body="评价公告",
        office=plan.owner,
        actor=agencies.clerk[key],
        case=plan,
    )
    plan.save(update_fields=["announcement"])
    return plan


def arranged(agencies, key: str, state: str, people: int = 3) -> Arranged:
    """A plan with a theory and a practice session, `people` seated in each, and all posts held."""
    plan = announced(agencies, key, state)
    item = agencies.item(plan)
    rooms = _rooms(agencies, key)
    approved = {"decided_by": agencies.clerk[key], "decided_at": clock.now()}
    entries = [
        an_entry(plan, item, number, status="approved", phone=phone(number), **approved)
        for number in range(1, people + 1)
    ]
    made = Arranged(plan, {}, rooms, _staff(agencies.agency[key]))
    for subject, day, name in (("theory", 25, "一考场"), ("practice", 26, "一工位")):
        session = Session.objects.create(
            plan=plan, subject=subject, starts_at=at(day, 9), ends_at=at(day, 11), form="笔试"
        )
        session.items.add(item)
        session.rooms.add(rooms[name])
        for number, entry in enumerate(entries, 1):
            Seat.objects.create(session=session, room=rooms[name], number=number, entry=entry)
        for examiner, role in zip(made.staff, POSTS[subject], strict=False):
            there = None if role in ("chief", "internal") else rooms[name]
            Duty.objects.create(session=session, examiner=examiner, role=role, room=there)
        made.sessions[subject] = session
    return made


def _rooms(agencies, key: str) -> dict[str, Room]:
    agency = agencies.agency[key]
    place = {"division": agency.division, "address": "建设路1号"}
    site, _ = Site.objects.get_or_create(agency=agency, name="一号楼", defaults=place)
    return {
        name: Room.objects.get_or_create(
            site=site, name=name, kind=kind, capacity=capacity, order=order
        )[0]
        for order, (name, (kind, capacity)) in enumerate(ROOMS.items(), 1)
    }


def _staff(agency) -> list[Examiner]:
    if known := list(Examiner.objects.filter(agency=agency).order_by("pk")):
        return known
    return [
        Examiner.objects.create(
            agency=agency,
            name=f"考务{number}",
            id_number=id_number(900 + number),
            employer="第三方公司",
            roles=ROLES,
            certificate="ZS1",
            until=date(2030, 1, 1),
            senior=True,
        )
        for number in range(1, 8)
    ]


def address(plan: Plan, page: str, *args) -> str:
    return reverse(f"assessment:{page}", args=[plan.number, *args])


def propose(client, made: Arranged | Plan, kind: str, **values):
    """Send the form of a proposal as its page gave it."""
    plan = made if isinstance(made, Plan) else made.plan
    sent = {"version": 0, "token": uuid4(), "reason": "场地停电", **values}
    return client.post(address(plan, "change-propose", kind), sent)


def answer(client, change: PlanChange, act: str, note: str = "", token=None):
    """Send the form of an answer."""
    sent = {"version": 0, "token": token or uuid4(), "note": note}
    return client.post(address(change.plan, f"change-{act}", change.pk), sent)


def wrong(page) -> list[str]:
    """What the form says is wrong, at its fields and in general."""
    assert page.status_code == 422
    return [text for texts in page.context["form"].errors.values() for text in texts]
