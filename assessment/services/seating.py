"""Seats are given out, given out again, moved and freed: under the plan's lock, on the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment import seating
from assessment.checks.sessions import subject_of
from assessment.enums import EntryStatus, SeatOrder
from assessment.models import Entry, Exemption, Plan, Room, Seat, Session
from assessment.seating import Hall, Person, Place
from assessment.selectors import arrangement as rights
from assessment.services.candidates import hold_candidates
from assessment.services.sessions import GONE, demand
from casework.models import Event, Lot
from casework.services import door, lots

BATCH = 1000
MOVED = "座位在您打开页面之后已有变动，本次没有调整，请核对后再办理。"


@dataclass(frozen=True)
class Wish:
    """How seats are given: in which order; or, as numbers of registrations follow, only to those
    who have none (`rest`). `reason`: for drawing again."""

    order: str = SeatOrder.SEQUENCE
    rest: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Given:
    """How many have got a seat now, and how many are left that have none for the subject."""

    seated: int
    left: int


def allot(session: Session, wish: Wish, *, actor: User) -> Given:
    """Give out the seats of a session to who is due in it and has no seat in another session of
    the subject, nor is elsewhere at the time. What had been given out is replaced, unless only the
    rest is wished for.

    Who may: `selectors.arrangement.seats`. Raises ValidationError where there is nobody or a new
    lot lacks its reason; ForbiddenError, NotNowError.
    """
    return _record(session.plan, [session.pk], wish, actor)


def allot_all(plan: Plan, wish: Wish, *, actor: User) -> Given:
    """The same for all sessions of a plan, the earliest first."""
    rows = plan.sessions.filter(cancelled_at=None).order_by("starts_at", "pk")
    return _record(plan, list(rows.values_list("pk", flat=True)), wish, actor)


@dataclass(frozen=True)
class Move:
    """A person to a seat of a session. `had` is the seat (room, number) that the page showed as
    the person's, `occupant` the pk of the entry that it showed there; None for none."""

    entry: int
    room: int
    number: int
    had: tuple[int, int] | None
    occupant: int | None


def move(session: Session, wish: Move, *, actor: User) -> Event:
    """Give somebody another seat; who sits there takes the seat that becomes free. Who may and
    what it raises: as `allot`; ValidationError too where seats have moved since the page."""

    def change(case) -> dict:
        held = _held(case, session.pk)
        room = held.rooms.filter(pk=wish.room).first()
        if room is None or not 1 <= wish.number <= room.capacity:
            raise ValidationError("没有这个座位，请重新选择。")
        entry = case.entries.filter(pk=wish.entry, status=EntryStatus.APPROVED).first()
        if entry is None or entry.pk not in {each.pk for each in _due(held)}:
            raise ValidationError("此人不参加这一场。")
        hold_candidates([entry.id_hash])
        own = held.seats.filter(entry=entry).first()
        there = held.seats.filter(room=room, number=wish.number).first()
        _refuse_moved(wish, own, there)
        if own is None and entry.pk not in {each.pk for each in _free(held)}:
            raise ValidationError(f"{entry.name}在同一时间或者同一科目的其他场次已有座位。")
        if there is not None and own is None:
            raise ValidationError("这个座位已有人，请选空座位。")
        return _exchange(held, entry, (room, wish.number), own, there)

    demand(session.plan, actor, rights.seats)
    return door.record(session.plan, "move_seat", actor=actor, may=rights.seats, change=change)


def release(session: Session, entry: int, *, actor: User) -> None:
    """Free somebody's seat; freed already is no error. Who may and raises: as `allot`."""

    def change(case) -> dict:
        seat = _held(case, session.pk).seats.select_related("entry", "room").get(entry=entry)
        facts = {"entry": seat.entry.number, "from": str(seat)}
        seat.delete()
        return facts

    demand(session.plan, actor, rights.seats)
    with transaction.atomic():
        door.lock([session.plan_id])
        if session.seats.filter(entry=entry).exists():
            door.record(session.plan, "move_seat", actor=actor, may=rights.seats, change=change)


def without_seat(session: Session) -> list[Entry]:
    """Who is due in a session and may come, but has no seat in it."""
    seated = set(session.seats.values_list("entry", flat=True))
    return [entry for entry in _free(session) if entry.pk not in seated]


def _record(plan: Plan, pks: list[int], wish: Wish, actor: User) -> Given:
    given: list[Given] = []

    def change(case) -> dict:
        sessions = [_held(case, pk) for pk in pks]
        hold_candidates(entry.id_hash for session in sessions for entry in _due(session))
        if not wish.rest:
            Seat.objects.filter(session__in=pks).delete()
        facts = [_allot(session, wish, actor) for session in sessions]
        left = sum(_left(case, kind) for kind in {session.subject for session in sessions})
        given.append(Given(sum(each["seated"] for each in facts), left))
        return {"sessions": facts, "left": left}

    demand(plan, actor, rights.seats)
    if not pks:
        raise ValidationError("还没有场次，请先添加场次。")
    door.record(plan, "allot_seats", actor=actor, may=rights.seats, change=change)
    return given[0]


def _left(plan: Plan, subject: str) -> int:
    """How many are due in a session of the subject and sit in none."""
    sessions = plan.sessions.filter(subject=subject, cancelled_at=None)
    due = {entry.pk for session in sessions for entry in _due(session)}
    return len(due - set(Seat.objects.filter(session__in=sessions).values_list("entry", flat=True)))


def _held(plan: Plan, pk: int) -> Session:
    session = plan.sessions.filter(pk=pk, cancelled_at=None).first()
    if session is None:
        raise ValidationError(GONE)
    session.plan = plan
    return session


def _allot(session: Session, wish: Wish, actor: User) -> dict:
    """Gives out the seats of a locked plan's session; answers the facts."""
    rooms = list(session.rooms.order_by("site__name", "site", "order", "name"))
    halls = [Hall(room.pk, room.capacity) for room in rooms]
    seats = list(session.seats.select_related("entry"))
    seated = {seat.entry_id for seat in seats}
    people = [entry for entry in _free(session) if entry.pk not in seated]
    drawn = bool(people) and wish.order == SeatOrder.LOT and not wish.rest
    if drawn:
        people = _shuffled(session, people, wish.reason, actor)
    groups = _groups(session, people + [seat.entry for seat in seats])
    queue = [Person(entry.pk, groups[entry.pk]) for entry in people]
    if wish.rest:
        taken = {(seat.room_id, seat.number): groups[seat.entry_id] for seat in seats}
        places, _ = seating.fill(queue, halls, taken)
    else:
        places, _ = seating.allot(queue, halls)
        session.order = wish.order
    session.save(update_fields=["order", "lot"])
    _write(session, places)
    return {
        "session": session.pk,
        "subject": session.subject,
        "order": "rest" if wish.rest else wish.order,
        "lot": session.lot_id if drawn else None,
        "seated": len(places),
    }


def _write(session: Session, places: Iterable[Place]) -> None:
    rows = [
        Seat(session=session, room_id=place.hall, number=place.number, entry_id=place.person)
        for place in places
    ]
    Seat.objects.bulk_create(rows, batch_size=BATCH)


def _due(session: Session) -> list[Entry]:
    """Who is approved for an item of the session that tests its subject and is not exempt from
    it, by item and number."""
    items = session.items.prefetch_related("subjects")
    tested = [item.pk for item in items if subject_of(item, session.subject)]
    exempt = Exemption.objects.filter(entry__plan=session.plan_id, subject=session.subject)
    rows = Entry.objects.filter(plan=session.plan_id, item__in=tested, status=EntryStatus.APPROVED)
    rows = rows.exclude(pk__in=exempt.values("entry"))
    rows = rows.select_related("item").only("number", "name", "id_hash", "item__occupation")
    return list(rows.order_by("number"))


def _free(session: Session) -> list[Entry]:
    """Of those due, who has no seat in another session of the subject and is nowhere else then: by
    a seat, or as the only session of another subject holds his or her item."""
    others = session.plan.sessions.filter(cancelled_at=None).exclude(pk=session.pk)
    same = Seat.objects.filter(session__in=others.filter(subject=session.subject))
    having = set(same.values_list("entry", flat=True))
    meeting = rights.overlapping(session.starts_at, session.ends_at).exclude(pk=session.pk)
    busy = set(Seat.objects.filter(session__in=meeting).values_list("entry__id_hash", flat=True))
    bound = _bound_items(session)
    return [
        entry
        for entry in _due(session)
        if entry.pk not in having and entry.id_hash not in busy and entry.item_id not in bound
    ]


def _bound_items(session: Session) -> set[int]:
    holding: dict[tuple[int, str], list[Session]] = {}
    rows = session.plan.sessions.filter(cancelled_at=None).prefetch_related("items__subjects")
    for other in rows:
        for item in other.items.all():
            if subject_of(item, other.subject):
                holding.setdefault((item.pk, other.subject), []).append(other)
    return {
        item
        for (item, subject), (first, *more) in holding.items()
        if subject != session.subject
        and not more
        and first.starts_at < session.ends_at
        and session.starts_at < first.ends_at
    }


def _groups(session: Session, people: list[Entry]) -> dict[int, int]:
    """In what neighbours should differ: the occupation, where there are several, else the item."""
    occupations = {entry.pk: entry.item.occupation_id for entry in people}
    if len(set(occupations.values())) > 1:
        return occupations
    return {entry.pk: entry.item_id for entry in people}


def _shuffled(session: Session, people: list[Entry], reason: str, actor: User) -> list[Entry]:
    """The people in the order of a lot, in which they stand by their numbers only."""
    population = [lots.Ticket(entry.number, entry.number) for entry in people]
    if session.lot is None:
        purpose = f"编排 {session.plan.number} {session}的座位"
        session.lot = _fixed(session, purpose, population, actor)
    else:
        session.lot = lots.redraw(
            session.lot, reason=reason, actor=actor, population=population, count=len(population)
        )
    drawn, _ = lots.drawn(lots.draw(session.lot, actor=actor))
    by_number = {entry.number: entry for entry in people}
    return [by_number[ticket.id] for ticket in drawn]


def _fixed(session: Session, purpose: str, population: list, actor: User) -> Lot:
    return lots.fix(
        purpose=purpose,
        population=population,
        count=len(population),
        actor=actor,
        case=session.plan,
    )


def _refuse_moved(wish: Move, own: Seat | None, there: Seat | None) -> None:
    had = (own.room_id, own.number) if own else None
    occupant = there.entry_id if there else None
    if had != wish.had or occupant != wish.occupant:
        raise ValidationError(MOVED)


def _exchange(
    session: Session,
    entry: Entry,
    to: tuple[Room, int],
    own: Seat | None,
    there: Seat | None,
) -> dict:
    room, number = to
    facts = {"entry": entry.number, "to": f"{room} {number}号"}
    if own is not None and own == there:
        return facts
    rows = [Seat(session=session, room=room, number=number, entry=entry)]
    if own is not None:
        facts["from"] = str(own)
        own.delete()
    if there is not None:
        facts["exchanged_with"] = there.entry.number
        rows.append(Seat(session=session, room=own.room, number=own.number, entry=there.entry))
        there.delete()
    Seat.objects.bulk_create(rows)
    return facts
