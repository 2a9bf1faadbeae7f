"""Who came to a session: noted by a tap, set right by another, frozen once the plan is held."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan, Room, Session
from casework import kinds
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock
from results import conduct
from results.enums import Presence
from results.models import Attendance
from results.selectors import held
from results.selectors.standing import Standing, has_started, opens_at, sessions

NOT_YOURS = "只有本场的考务、监考、考评人员和评价机构的经办人可以登记到考情况。"
FROZEN = "计划现在是“{}”，到考情况不能再登记或更改。"
TOO_EARLY = "签到在开考前 {} 分钟开放，请届时再登记。"
NOT_BEGUN = "还没有开考，不能登记{}。"
OTHERWISE = "已由{}登记为“{}”，页面已更新。需要更改的，请再点一次。"
UNDONE = "这条登记已由他人撤销，页面已更新。需要登记的，请再点一次。"
NOBODY = "此人不在这一场的座位表中，请核对场次。"
BATCH = 500


@dataclass(frozen=True)
class Tap:
    """What somebody taps beside a candidate: `presence` None takes the note back; `seen` is what
    the page showed before."""

    entry: int
    presence: Presence | None
    seen: Presence | None = None
    scanned: bool = False


def note(session: Session, tap: Tap, *, actor: User) -> Attendance | None:
    """Note whether a candidate came; the same tap twice has one effect. What changes a first note
    goes on the timeline (LC-23).

    Who may: `Standing.notes`. Raises ForbiddenError, NotNowError before the opening and once the
    plan is held; ValidationError for who has no seat, for 迟到 and 缺考 before the start, and where
    somebody noted something else since the page was shown.
    """
    with opened(session, actor) as own:
        if not held.seats_of(own).filter(entry=tap.entry).exists():
            raise ValidationError(NOBODY)
        row = own.attendance.filter(entry=tap.entry).select_related("noted_by").first()
        now = Presence(row.presence) if row else None
        if now == tap.presence:
            return row
        if now != tap.seen:
            raise ValidationError(_otherwise(row))
        _refuse_before_start(own, tap.presence)
        kept = _write(own, row, tap, actor)
        if row:
            _on_record(own, tap, now, actor)
        return kept


def note_rest(session: Session, presence: Presence, *, room: Room | None, actor: User) -> int:
    """Note the same of all who are not noted yet, in a room or all rooms, once the session has
    begun; answers of how many. Goes on the timeline. Who may, raises: as `note`."""
    with opened(session, actor) as own:
        if not has_started(own):
            raise ValidationError(NOT_BEGUN.format(f"其余考生{presence.label}"))
        seats = held.missing(own)
        if room:
            seats = seats.filter(room=room)
        given = {"session": own, "presence": presence, "noted_by": actor, "noted_at": clock.now()}
        rows = [Attendance(entry_id=pk, **given) for pk in seats.values_list("entry", flat=True)]
        if rows:
            Attendance.objects.bulk_create(rows, batch_size=BATCH)
            facts = {
                "session": own.pk,
                "room": room.pk if room else None,
                "presence": presence.value,
                "count": len(rows),
            }
            _record(own.plan, "note_rest", actor, facts)
        return len(rows)


def is_late(session: Session, presence: Presence | None) -> bool:
    """Whether somebody comes later than the rules let people in; that only warns."""
    rule = conduct.rules().check_in
    if not rule.late_is_absent or presence != Presence.LATE:
        return False
    return clock.now() > session.starts_at + timedelta(minutes=rule.late_after)


@contextmanager
def opened(session: Session, actor: User) -> Iterator[Session]:
    """The session of the locked plan, for who may note presence in it now, in a transaction."""
    with transaction.atomic():
        plan = door.lock([session.plan_id])[0]
        own = sessions().filter(pk=session.pk).first()
        if own is None:
            raise door.NotNowError("这一场已经取消。")
        own.plan = plan
        demand(Standing.of(actor, own))
        yield own


def demand(standing: Standing) -> None:
    """Raise ForbiddenError or NotNowError for who may not note presence now."""
    if not standing.serves:
        raise door.ForbiddenError(NOT_YOURS)
    if standing.plan.state != PlanStep.READY:
        raise door.NotNowError(FROZEN.format(kinds.state_label(standing.plan)))
    if clock.now() < opens_at(standing.session):
        minutes = conduct.rules().check_in.opens_before
        raise door.NotNowError(TOO_EARLY.format(minutes))


def _refuse_before_start(session: Session, presence: Presence | None) -> None:
    if presence in (Presence.LATE, Presence.ABSENT) and not has_started(session):
        raise ValidationError(NOT_BEGUN.format(presence.label))


def _otherwise(row: Attendance | None) -> str:
    if row is None:
        return UNDONE
    return OTHERWISE.format(row.noted_by.display_name, row.get_presence_display())


def _write(session: Session, row: Attendance | None, tap: Tap, actor: User) -> Attendance | None:
    if tap.presence is None:
        row.delete()
        return None
    row = row or Attendance(session=session, entry_id=tap.entry)
    row.presence, row.scanned = tap.presence, tap.scanned
    row.noted_by, row.noted_at = actor, clock.now()
    row.save()
    return row


def _on_record(session: Session, tap: Tap, before: Presence, actor: User) -> None:
    facts = {
        "session": session.pk,
        "entry": tap.entry,
        "before": before.value,
        "after": tap.presence.value if tap.presence else "",
    }
    _record(session.plan, "amend_attendance", actor, facts)


def _record(plan: Plan, act: str, actor: User, facts: dict) -> None:
    """The right was asked of the locked plan already."""
    door.record(plan, act, actor=actor, may=lambda *_: True, change=lambda _: facts)
