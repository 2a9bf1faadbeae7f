"""Who does what in a session: put there, taken out, filled in, sent by the bureau."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from assessment import ports
from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Examiner, Plan, Room, Session
from assessment.selectors import arrangement as rights
from assessment.selectors.clashes import clashes, keys_of
from assessment.selectors.fitness import GRAVE, Nearby
from assessment.selectors.norms import ROLE_OF, Norms
from assessment.selectors.suggestions import NEARNESS, Choices
from assessment.services import duty_notices
from casework import kinds
from casework.services import door
from config import clock

CLOSED = "计划现在是“{}”，不能再调整考务人员。审核通过后的调整，请办理变更。"
OVER = "这一场已经结束，不能再委派外部质量督导员。"
NOT_YOURS = "只有评价机构的管理员和经办人可以安排考务人员。"
IN_A_ROOM = tuple(ROLE_OF.values())
LEADING = (DutyRole.CHIEF, DutyRole.INTERNAL)


@dataclass(frozen=True)
class Given:
    """A duty as it is asked for; `room` none for who is there for all rooms."""

    examiner: Examiner
    role: DutyRole
    room: Room | None = None


def assign(session: Session, given: Given, *, actor: User) -> Duty:
    """Give somebody of the agency a duty.

    Who may: `rights.arranges`. Raises ForbiddenError, NotNowError; ValidationError as `put`.
    """
    with _opened(session, actor) as locked:
        return put(locked, given)


def release(duty: Duty, *, actor: User) -> None:
    """Take somebody out of a session; gone already is no error. Who may, raises: as `assign`."""
    with _opened(duty.session, actor):
        Duty.objects.filter(pk=duty.pk, examiner__isnull=False).delete()


def fill(session: Session, *, actor: User) -> int:
    """Give every post that lacks people those who are free and fit, and the session a chief and an
    internal supervisor. Answers how many were put there. Who may, raises: as `assign`."""
    with _opened(session, actor) as locked:
        wanted = [_duty(locked, given) for given in _suggested(locked)]
        hold_people(wanted)
        busy = {id(clash.duty) for clash in clashes(wanted)}
        free = [duty for duty in wanted if id(duty) not in busy]
        return len(Duty.objects.bulk_create(free))


def put(session: Session, given: Given) -> Duty:
    """Write a duty of a session whose plan the caller has locked; rights are the caller's affair.

    Raises ValidationError where the room is none of the session's, the person has left, has a duty
    there or elsewhere at that time, is a candidate of the session, or steps back from one.
    """
    duty = _duty(session, given)
    _refuse_stranger(session, given.examiner)
    hold_people([duty])
    refuse_clashes(duty)
    _refuse_near(duty)
    duty.validate_constraints()
    duty.save()
    return duty


def hold_people(duties: Iterable[Duty]) -> None:
    """Let nobody give these people another duty until this transaction ends. SQLite writes one
    after the other anyway."""
    _hold({key for duty in duties for key in keys_of(duty)})


def refuse_clashes(duty: Duty) -> None:
    """Raise ValidationError where the person is elsewhere at that time."""
    for clash in clashes([duty]):
        if clash.other.session_id == duty.session_id:
            raise ValidationError(f"{duty.examiner or duty.user}在这一场已有安排，或者是本场考生。")
        raise ValidationError(f"{duty.examiner or duty.user}{clash.text}，时间重叠，请换人。")


def appoint(
    session: Session, user: User, *, actor: User, may: Callable, quiet: bool = False
) -> None:
    """Send an external supervisor (外督) to a session; goes on the timeline of the plan. `quiet`:
    the caller tells the person.

    Who may: `may(actor, plan)`, an officer of the place (`selectors.supervision`). Raises
    NotNowError, also when the session is over; ValidationError where the person is elsewhere at
    that time.
    """

    def change(plan: Plan) -> dict:
        held = _present(plan, session)
        if held.ends_at <= clock.now():
            raise door.NotNowError(OVER)
        duty = Duty(session=held, user=user, role=DutyRole.EXTERNAL)
        hold_people([duty])
        refuse_clashes(duty)
        duty.validate_constraints()
        duty.save()
        if not quiet:
            duty_notices.sent(duty)
        return {"session": session.pk, "user": user.pk}

    door.record(session.plan, "appoint_supervisor", actor=actor, may=may, change=change)


def dismiss(duty: Duty, *, actor: User, may: Callable, quiet: bool = False) -> None:
    """Take an external supervisor back. Who may, raises: as `appoint`."""

    def change(plan: Plan) -> dict:
        try:
            gone = Duty.objects.filter(pk=duty.pk, session__plan=plan.pk).delete()[0]
        except ProtectedError as kept:
            raise ValidationError("督导员已经填写督导记录，不能再撤回。") from kept
        if not gone:
            raise ValidationError("这项委派已经撤回。")
        if not quiet:
            duty_notices.taken_back(duty)
        return {"session": duty.session_id, "user": duty.user_id}

    door.record(duty.session.plan, "dismiss_supervisor", actor=actor, may=may, change=change)


def closed(plan: Plan) -> str:
    """Why the people of a plan cannot be arranged now."""
    return CLOSED.format(kinds.state_label(plan))


@contextmanager
def _opened(session: Session, actor: User) -> Iterator[Session]:
    """The session of the locked plan, in a transaction."""
    with transaction.atomic():
        plan = door.lock([session.plan_id])[0]
        if not rights.of_agency(actor, plan):
            raise door.ForbiddenError(NOT_YOURS)
        if not rights.arranges(actor, plan):
            raise door.NotNowError(closed(plan))
        yield _present(plan, session)


def _present(plan: Plan, session: Session) -> Session:
    found = Session.objects.filter(pk=session.pk, plan=plan.pk, cancelled_at=None).first()
    if found is None:
        raise ValidationError("这一场已经取消，请刷新页面。")
    found.plan = plan
    return found


def _duty(session: Session, given: Given) -> Duty:
    role = DutyRole(given.role)
    room = _room(session, given.room, role)
    return Duty(session=session, examiner=given.examiner, role=role, room=room)


def _room(session: Session, room: Room | None, role: DutyRole) -> Room | None:
    rooms = list(session.rooms.all())
    if room is None and role in IN_A_ROOM:
        if len(rooms) != 1:
            raise ValidationError(f"请选择{role.label}所在的考场。")
        return rooms[0]
    if room is not None and room not in rooms:
        raise ValidationError("这个考场不在这一场的考场之内，请重新选择。")
    return room


def _refuse_stranger(session: Session, examiner: Examiner) -> None:
    if examiner.agency_id != session.plan.agency_id:
        raise ValidationError("此人不在本机构的人员名单中。")
    if examiner.left_on and examiner.left_on <= timezone.localdate(session.starts_at):
        raise ValidationError(f"{examiner}已停用，请换人，或者先恢复使用。")
    day = timezone.localdate(session.starts_at)
    if bar := next((bar for bar in ports.staff_bars() if bar.holds(examiner, day)), None):
        raise ValidationError(f"{examiner}{bar.text}，请换人。")


def _refuse_near(duty: Duty) -> None:
    nearby = Nearby(Frame.of(duty.session.plan))
    for bar in nearby.bars(duty.examiner, duty.session, duty.room_id):
        if bar.nearness in GRAVE:
            cause = f"（{bar.cause}）" if bar.cause else ""
            raise ValidationError(
                f"{duty.examiner}：{NEARNESS[bar.nearness]}，考生{bar.name}{cause}，请换人。"
            )


def _suggested(session: Session) -> Iterator[Given]:
    frame = Frame.of(session.plan)
    own = next(each for each in frame.sessions if each.pk == session.pk)
    choices, used = Choices(frame, own), set()
    there = {duty.role for duty in frame.duties.get(session.pk, [])}
    wanted = [(role, None, 1) for role in LEADING if role not in there]
    wanted += [(post.role, post.room, post.lacking) for post in Norms(frame).posts(own)]
    for role, room, lacking in wanted:
        fitting = [
            choice.examiner
            for choice in choices.of(role, room.pk if room else None)
            if choice.fits and choice.examiner.pk not in used
        ]
        for examiner in fitting[:lacking]:
            used.add(examiner.pk)
            yield Given(examiner, role, room)


def _hold(keys: Iterable[tuple]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for kind, value in sorted((kind, str(value)) for kind, value in keys):
                key = f"duty/{kind}/{value}"
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
