"""How a change is carried out on the locked plan: fields, seats, duties. The plan's own fields are
set and saved by the door. Raises ValidationError where what stood before stands no more."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessment.enums import ChangeKind, EntryStatus
from assessment.frames.plans import Frame, permit_for
from assessment.models import Duty, Examiner, Plan, PlanChange, Room, Seat, Session
from assessment.services.candidates import hold_candidates
from assessment.services.change_drawing import to_come
from assessment.services.duties import hold_people
from assessment.services.sites import hold_rooms
from config import clock

OVER = "变更后的时间已到或者已过，不能再照此变更。请撤回后重新提出。"
MOVED_ON = (
    "提出变更以后，原来的安排已有变化或已经开考，不能再照此变更。请撤回后按现在的情况重新提出。"
)


def carry_out(plan: Plan, change: PlanChange) -> None:
    """Do it, inside the transaction of the caller."""
    with transaction.atomic():
        EFFECTS[ChangeKind(change.kind)](plan, change)


def _days(plan: Plan, change: PlanChange) -> None:
    first, last = plan.first_on, plan.last_on or plan.first_on
    if [day and day.isoformat() for day in (first, last)] != [
        change.before["first_on"],
        change.before["last_on"],
    ]:
        raise ValidationError(MOVED_ON)
    plan.first_on = date.fromisoformat(change.after["first_on"])
    if plan.first_on <= clock.today():
        raise ValidationError(OVER)
    plan.last_on = date.fromisoformat(change.after["last_on"])
    plan.permit = permit_for(Frame.of(plan))


def _session(plan: Plan, change: PlanChange) -> None:
    session = _held(plan, change)[0]
    hold_rooms(session.rooms.values_list("pk", flat=True))
    hold_people(session.duties.select_related("examiner"))
    due = plan.entries.filter(item__in=session.items.all(), status=EntryStatus.APPROVED)
    hold_candidates(due.values_list("id_hash", flat=True))
    stood = {key: datetime.fromisoformat(change.before[key]) for key in ("starts_at", "ends_at")}
    if stood != {"starts_at": session.starts_at, "ends_at": session.ends_at}:
        raise ValidationError(MOVED_ON)
    session.starts_at = datetime.fromisoformat(change.after["starts_at"])
    if session.starts_at <= clock.now():
        raise ValidationError(OVER)
    session.ends_at = datetime.fromisoformat(change.after["ends_at"])
    session.save(update_fields=["starts_at", "ends_at"])
    rows = plan.sessions.filter(cancelled_at=None).order_by("starts_at")
    days = [timezone.localdate(each) for each in rows.values_list("starts_at", flat=True)]
    plan.first_on, plan.last_on = days[0], days[-1]
    plan.permit = permit_for(Frame.of(plan))


def _room(plan: Plan, change: PlanChange) -> None:
    held = hold_rooms([change.before["room"], change.after["room"]])
    rooms = {room.pk: room for room in held}
    lost, other = rooms[change.before["room"]], rooms[change.after["room"]]
    for session in _held(plan, change):
        present = {room.pk for room in session.rooms.all()}
        if lost.pk not in present:
            raise ValidationError(MOVED_ON)
        if other.pk in present:
            raise ValidationError(f"{session}本来就用到{other}，请换成另外的考场。")
        _move_seats(session, lost, other)
        session.duties.filter(room=lost).update(room=other)
        session.rooms.remove(lost)
        session.rooms.add(other)


def _move_seats(session: Session, lost: Room, other: Room) -> None:
    """Everybody keeps the number where the other room has it; else all close up in their order."""
    seats = list(session.seats.filter(room=lost).order_by("number"))
    if len(seats) > other.capacity:
        raise ValidationError(
            f"{other}只有 {other.capacity} 个座位（工位），{session}在{lost}有 {len(seats)} 人。"
            "请换成更大的考场。"
        )
    closed_up = bool(seats) and seats[-1].number > other.capacity
    for number, seat in enumerate(seats, 1):
        seat.room, seat.number = other, number if closed_up else seat.number
    Seat.objects.bulk_update(seats, ["room", "number"], batch_size=500)


def _staff(plan: Plan, change: PlanChange) -> None:
    other = Examiner.objects.get(pk=change.after["examiner"])
    sessions = _held(plan, change)
    hold_people([Duty(session=session, examiner=other) for session in sessions])
    for session in sessions:
        duty = session.duties.filter(examiner=change.before["examiner"]).first()
        if duty is None:
            raise ValidationError(MOVED_ON)
        if session.duties.filter(examiner=other).exists():
            raise ValidationError(f"{other}在{session}已有安排，请另换一人。")
        Duty.objects.filter(pk=duty.pk).update(examiner=other)


def _held(plan: Plan, change: PlanChange) -> list[Session]:
    """The sessions of the change, locked; all of them are still to come."""
    rows = to_come(plan).filter(pk__in=change.sessions).select_for_update(of=("self",))
    found = list(rows.order_by("pk"))
    if len(found) != len(change.sessions):
        raise ValidationError(MOVED_ON)
    return found


EFFECTS = {
    ChangeKind.DAYS: _days,
    ChangeKind.SESSION: _session,
    ChangeKind.ROOM: _room,
    ChangeKind.STAFF: _staff,
}
