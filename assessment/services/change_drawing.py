"""What somebody wants changed, as a change that is not saved: what stands now, what shall stand.
Asked of the locked plan. All raise ValidationError, in Chinese, for what cannot be meant."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from assessment.enums import ChangeKind
from assessment.models import Duty, Examiner, Plan, PlanChange, Room, Session
from casework.services.deadlines import add_months
from config import clock

PAST = "这一场已经开考，不能再变更。"
SAME = "和现在的安排一样，没有变化。"
YEARS = 2  # ahead, beyond which a day is a slip of the pen


def days(plan: Plan, *, first_on: date, last_on: date) -> PlanChange:
    """Other days for the whole plan."""
    if plan.first_on is None:
        raise ValidationError("计划还没有评价日期，不能改期。")
    if first_on <= clock.today():
        raise ValidationError({"first_on": "首场日期应在今天之后。"})
    if last_on < first_on:
        raise ValidationError({"last_on": "末场日期不能早于首场日期。"})
    _refuse_far("last_on" if first_on <= farthest() else "first_on", last_on)
    if (first_on, last_on) == (plan.first_on, plan.last_on):
        raise ValidationError(SAME)
    before = {"first_on": plan.first_on, "last_on": plan.last_on or plan.first_on}
    after = {"first_on": first_on, "last_on": last_on}
    return PlanChange(
        plan=plan,
        kind=ChangeKind.DAYS,
        before={key: day.isoformat() for key, day in before.items()},
        after={key: day.isoformat() for key, day in after.items()},
    )


def move(plan: Plan, *, session: Session, day: date, begins: time, ends: time) -> PlanChange:
    """Another time for a session, or another day."""
    row = to_come(plan).filter(pk=session.pk).first()
    if row is None:
        raise ValidationError({"session": PAST})
    starts_at, ends_at = (
        timezone.make_aware(datetime.combine(day, each)) for each in (begins, ends)
    )
    if ends_at <= starts_at:
        raise ValidationError({"ends": "结束时间应晚于开始时间。"})
    if starts_at <= clock.now():
        raise ValidationError({"day": "新的开始时间应在现在之后。"})
    _refuse_far("day", day)
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        raise ValidationError(SAME)
    return PlanChange(
        plan=plan,
        kind=ChangeKind.SESSION,
        session=row,
        before={"sessions": [row.pk], **hours(row.starts_at, row.ends_at)},
        after={"sessions": [row.pk], **hours(starts_at, ends_at)},
    )


def other_room(
    plan: Plan, *, room: Room, other: Room, session: Session | None = None
) -> PlanChange:
    """Another room for one session, or for all to come that are in it."""
    if other == room:
        raise ValidationError({"other": "请选择另外一个考场。"})
    if other.kind != room.kind:
        raise ValidationError({"other": f"{room}是{room.get_kind_display()}，请换成同类的考场。"})
    rows = to_come(plan).filter(rooms=room)
    return _swap(plan, ChangeKind.ROOM, rows, session, ("room", room, other))


def other_person(
    plan: Plan, *, examiner: Examiner, other: Examiner, session: Session | None = None
) -> PlanChange:
    """Somebody else for the duties that a person has in one session, or in all to come."""
    if other == examiner:
        raise ValidationError({"other": "请选择另外一个人。"})
    held = Duty.objects.filter(examiner=examiner)
    rows = to_come(plan).filter(pk__in=held.values("session"))
    return _swap(plan, ChangeKind.STAFF, rows, session, ("examiner", examiner, other))


def _swap(plan, kind, rows: QuerySet[Session], session: Session | None, values) -> PlanChange:
    key, before, after = values
    if session:
        rows = rows.filter(pk=session.pk)
    sessions = list(rows.order_by("pk").values_list("pk", flat=True))
    if not sessions:
        raise ValidationError("选择的场次里没有这项安排，或者已经开考，请核对后重选。")
    return PlanChange(
        plan=plan,
        kind=kind,
        session_id=sessions[0] if len(sessions) == 1 else None,
        before={"sessions": sessions, key: before.pk, "name": str(before)},
        after={"sessions": sessions, key: after.pk, "name": str(after)},
    )


def farthest() -> date:
    """The last day that a change may name."""
    return add_months(clock.today(), 12 * YEARS)


def _refuse_far(field: str, day: date) -> None:
    if day > farthest():
        said = f"日期最迟到{date_format(farthest())}（{YEARS} 年内），请核对年份。"
        raise ValidationError({field: said})


def to_come(plan: Plan) -> QuerySet[Session]:
    """The sessions of a plan that have not begun."""
    return Session.objects.filter(plan=plan.pk, cancelled_at=None, starts_at__gt=clock.now())


def hours(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    """The time of a session as plain values."""
    return {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}


DRAWN = {
    ChangeKind.DAYS: days,
    ChangeKind.SESSION: move,
    ChangeKind.ROOM: other_room,
    ChangeKind.STAFF: other_person,
}
