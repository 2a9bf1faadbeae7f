"""The arrangement of an assessment and the days of it: rooms, sessions, people, presence, marks."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from assessment.enums import DutyRole, RoomKind
from assessment.models import Examiner, Plan, Room, Session, Site
from assessment.services import duties, examiners, seating, sessions, sites
from assessment.services.seating import Wish
from catalogue.enums import SubjectKind
from config import clock
from portal.demo.stage import Stage
from results.enums import Presence
from results.frames.scores import Frame
from results.services import attendance, rounds
from results.sheets import Value

ROOMS = (
    ("第一考场", RoomKind.THEORY, 40),
    ("实训一车间", RoomKind.PRACTICE, 40),
    ("评审室", RoomKind.REVIEW, 40),
)
# (how many, what they may do); the first assessor of the firm is the one of the sign-in list
CREW = ((1, DutyRole.CHIEF), (1, DutyRole.INTERNAL), (9, DutyRole.ASSESSOR))
ALSO = {DutyRole.ASSESSOR: [DutyRole.INVIGILATOR, DutyRole.PANELLIST]}
BEGINS = {
    SubjectKind.THEORY: (0, time(9)),
    SubjectKind.PRACTICE: (0, time(14)),
    SubjectKind.REVIEW: (1, time(9)),
}
ABSENT, PASSED = 0.04, 0.88


def equip(stage: Stage, plan: Plan) -> None:
    """The agency's rooms and people, once."""
    agency, clerk = plan.agency, stage.clerk(plan.owner)
    if agency.sites.exists():
        return
    place = {"division": plan.division, "address": f"{plan.division.name}工业路 18 号"}
    site = sites.keep_site(Site(agency=agency, name="实训基地", **place), actor=clerk)
    for order, (name, kind, capacity) in enumerate(ROOMS, 1):
        room = Room(site=site, name=name, kind=kind, capacity=capacity, cameras=2, order=order)
        sites.keep_room(room, actor=clerk)
    known = [user for user in stage.staff(plan.owner) if user.username == "assessor"]
    for count, role in CREW:
        for number in range(count):
            person = stage.people.one()
            user = known[0] if known and role == DutyRole.ASSESSOR and number == 0 else None
            examiners.keep(
                Examiner(
                    agency=agency,
                    name=user.name if user else person.name,
                    user=user,
                    id_number=person.id_number,
                    phone=person.phone,
                    roles=[role, *ALSO.get(role, [])],
                    certificate=f"KP{agency.pk:03}{role[:2].upper()}{number:03}",
                    senior=number < 3,
                    until=date(stage.today.year + 2, 12, 31),
                )
            )


def arrange(stage: Stage, plan: Plan, day: date, *, known: bool = False) -> None:
    """A session for each subject on a day, seats and people for all of them; `known`: who has an
    account judges in the practice."""
    equip(stage, plan)
    clerk = stage.clerk(plan.owner)
    items = list(plan.items.prefetch_related("subjects"))
    kinds = {each.kind for item in items for each in item.subjects.all() if not each.waived}
    for kind, (later, begins) in BEGINS.items():
        if kind not in kinds:
            continue
        starts = _at(day + timedelta(later), begins)
        session = Session(plan=plan, subject=kind, starts_at=starts, form=_form(kind))
        session.ends_at = starts + timedelta(minutes=90)
        rooms = list(Room.objects.filter(site__agency=plan.agency, kind=kind))
        sessions.keep(session, items, rooms, actor=clerk)
    seating.allot_all(plan, Wish(), actor=clerk)
    person = plan.agency.examiners.exclude(user=None).first()
    for session in plan.sessions.order_by("starts_at"):
        if known and person and session.subject == SubjectKind.PRACTICE:
            given = duties.Given(person, DutyRole.ASSESSOR)
            duties.assign(session, given, actor=clerk)
        duties.fill(session, actor=clerk)


def _form(kind: str) -> str:
    return {SubjectKind.THEORY: "机考", SubjectKind.PRACTICE: "现场操作"}.get(kind, "答辩")


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def prepared(plan: Plan) -> dict:
    """What is confirmed before an exam, as the form of the act gives it."""
    return {
        "preparations": {
            "papers": "printed",
            "printer": "演示印务有限公司",
            "agreed_on": (clock.today() - timedelta(7)).isoformat(),
            "venue": True,
            "trained_on": (plan.first_on - timedelta(1)).isoformat(),
            "complaints": True,
        }
    }


def sit(stage: Stage, session: Session, *, all_noted: bool = True) -> None:
    """Who came to a session, noted while it lasts: nearly everybody. Without `all_noted` the first
    few only."""
    clerk = stage.clerk(session.plan.owner)
    seats = list(session.seats.order_by("number"))
    for seat in seats if all_noted else seats[:3]:
        if all_noted and stage.dice.random() >= ABSENT:
            continue
        presence = Presence.ABSENT if all_noted else Presence.PRESENT
        attendance.note(session, attendance.Tap(seat.entry_id, presence), actor=clerk)
    if all_noted:
        attendance.note_rest(session, Presence.PRESENT, room=None, actor=clerk)


def mark(stage: Stage, plan: Plan, *, differing: int = 0) -> None:
    """Every sheet entered twice and handed in; so many marks of the first one differ."""
    scorers = _scorers(stage, plan)
    frame = Frame.of(plan)
    for key in frame.keys:
        marks = {line.entry: _mark(stage, line) for line in frame.lines(key) if not line.is_void}
        for position, scorer in enumerate(scorers, 1):
            given = dict(marks)
            if position == 1:
                for entry in [pk for pk, value in marks.items() if value.mark][:differing]:
                    given[entry] = Value(marks[entry].mark + 3)
            subject = key.subject.kind
            round_ = rounds.take(plan, key.item.pk, subject, position, actor=scorer)
            rounds.bring_in(round_, given, actor=scorer)
            rounds.hand_in(round_, checked=True, actor=scorer)
        differing = 0


def _scorers(stage: Stage, plan: Plan):
    """Two who may enter marks."""
    staff = [user for user in stage.staff(plan.owner) if user.username != "assessor"]
    return staff[:2]


def _mark(stage: Stage, line) -> Value:
    if line.presence == Presence.ABSENT:
        return Value(absent=True)
    good = stage.dice.random() < PASSED
    mark = stage.dice.gauss(76, 7) if good else stage.dice.uniform(44, 58)
    return Value(Decimal(min(98, max(61 if good else 30, round(mark)))))
