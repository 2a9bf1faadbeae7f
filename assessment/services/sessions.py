"""Sessions of a plan are set up, changed and taken out, under the locks of the plan and the rooms.

Locks are taken in this order: the plan, then rooms in ascending pk.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessment.checks.sessions import faults, subject_of, taken
from assessment.enums import EntryStatus
from assessment.models import Plan, PlanItem, Room, Session
from assessment.selectors import arrangement as rights
from assessment.services.sites import hold_rooms
from casework import kinds
from casework.issues import Issue
from casework.services import door
from config import clock

PAST = "这一场在您打开页面之后已有改动，本次没有保存。下面是您填写的内容，请核对后再次保存。"
GONE = "这一场已被移去，请返回查看。"
CLOSED = "计划现在是“{}”，不能改动考务安排。已经报备的，办理计划变更。"
NOT_YOURS = "只有评价机构的管理员和经办人可以编排考务。"
MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
BREAK, USUAL = timedelta(minutes=30), timedelta(minutes=90)


@contextmanager
def opened(plan: Plan, actor: User, may: Callable[[User, Plan], bool]) -> Iterator[Plan]:
    """The locked plan, in a transaction. Raises ForbiddenError for other people, NotNowError in
    another state."""
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        demand(locked, actor, may)
        yield locked


def demand(plan: Plan, actor: User, may: Callable[[User, Plan], bool]) -> None:
    """Raise ForbiddenError or NotNowError where `may(actor, plan)` is not so."""
    if not rights.of_agency(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    if not may(actor, plan):
        raise door.NotNowError(CLOSED.format(kinds.state_label(plan)))


def keep(
    session: Session, items: list[PlanItem], rooms: list[Room], *, actor: User, seen: str = ""
) -> int:
    """Save a session, new or changed, and answer how many seats it lost: of rooms that it has no
    more, and of people of items that it has no more.

    `seen` is the `fingerprint` of what the page showed. Who may: `selectors.arrangement.arranges`.
    Raises ValidationError where something is wrong with it, or somebody changed it meanwhile;
    ForbiddenError, NotNowError.
    """
    with opened(session.plan, actor, rights.arranges) as plan:
        _refuse_past(session, seen)
        own = plan.items.filter(pk__in=[item.pk for item in items]).prefetch_related("subjects")
        held = [room for room in hold_rooms([r.pk for r in rooms]) if _is_of(room, plan)]
        having = rights.takers(held, session.starts_at, session.ends_at)
        found = [*faults(session, own, held, plan), *taken(session, held, having)]
        if found:
            raise ValidationError([said(issue) for issue in found])
        session.validate_constraints()
        session.save()
        session.items.set(own)
        session.rooms.set(held)
        lost = session.seats.exclude(room__in=held, entry__item__in=own)
        return lost.delete()[0]


def said(issue: Issue) -> str:
    """An issue as a form says it."""
    basis = f"（依据：{issue.basis.cite}）" if issue.basis and issue.basis.cite else ""
    return f"{issue.message}{issue.remedy}{basis}"


def remove(plan: Plan, pk: int, *, actor: User) -> int:
    """Take a session out with its seats and duties, and answer how many seats it had; gone already
    is no error. One of which a change tells stays on record as cancelled. Raises
    ForbiddenError, NotNowError."""
    with opened(plan, actor, rights.arranges) as locked:
        session = locked.sessions.filter(pk=pk, cancelled_at=None).first()
        if session is None:
            return 0
        seated = session.seats.count()
        if session.changes.exists():
            session.seats.all().delete()
            session.duties.all().delete()
            session.cancelled_at = clock.now()
            session.save(update_fields=["cancelled_at"])
        else:
            session.delete()
        return seated


def fingerprint(session: Session) -> str:
    """What a session says, in a word; empty for one that is not kept."""
    if session.pk is None:
        return ""
    values = [session.starts_at, session.ends_at, session.form]
    values += sorted(session.items.values_list("pk", flat=True))
    values += ["rooms", *sorted(session.rooms.values_list("pk", flat=True))]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Suggestion:
    """A session as one would set it up next."""

    starts_at: datetime
    ends_at: datetime
    items: list[PlanItem]
    rooms: list[Room]


def suggest(plan: Plan, kind: str) -> Suggestion | None:
    """The next session of a subject: after the last one of the plan, as long as its subjects take,
    for the items that have none, in the first free rooms that hold everybody. None without days."""
    if plan.first_on is None:
        return None
    items = list(plan.items.select_related("occupation").prefetch_related("subjects"))
    items = [item for item in items if subject_of(item, kind)]
    held = plan.sessions.filter(subject=kind, cancelled_at=None).values("items")
    without = list(plan.items.filter(pk__in=[item.pk for item in items]).exclude(pk__in=held))
    chosen = [item for item in items if item in without] or items
    minutes = [subject_of(item, kind).minutes or 0 for item in chosen]
    length = timedelta(minutes=max(minutes, default=0)) or USUAL
    starts = _next_start(plan, length)
    rooms = _free_rooms(plan, kind, (starts, starts + length), _heads(plan, chosen))
    return Suggestion(starts, starts + length, chosen, rooms)


def _refuse_past(session: Session, seen: str) -> None:
    if session.pk is None:
        return
    present = Session.objects.filter(pk=session.pk, cancelled_at=None).first()
    if present is None:
        raise ValidationError(GONE)
    if fingerprint(present) != seen:
        raise ValidationError(PAST)


def _is_of(room: Room, plan: Plan) -> bool:
    return room.site.agency_id == plan.agency_id


def _next_start(plan: Plan, length: timedelta) -> datetime:
    last = plan.sessions.filter(cancelled_at=None).order_by("-ends_at").first()
    if last is None:
        return _at(plan.first_on, MORNING)
    starts = timezone.localtime(last.ends_at) + BREAK
    if NOON <= starts.time() < AFTERNOON or (
        starts.time() < NOON < (starts + length).time() and length <= timedelta(hours=4)
    ):
        starts = _at(starts.date(), AFTERNOON)
    tomorrow = starts.date() + timedelta(days=1)
    late = (starts + length).time() > EVENING or (starts + length).date() != starts.date()
    if late and tomorrow <= (plan.last_on or plan.first_on):
        return _at(tomorrow, MORNING)
    return starts


def _at(day, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def _heads(plan: Plan, items: list[PlanItem]) -> int:
    approved = plan.entries.filter(item__in=items, status=EntryStatus.APPROVED).count()
    return approved or sum(item.expected for item in items)


def _free_rooms(plan: Plan, kind: str, times: tuple[datetime, datetime], heads: int) -> list[Room]:
    rooms = rights.rooms_for(plan, kind)
    having = rights.takers(rooms, *times)
    chosen: list[Room] = []
    for room in rooms:
        if sum(each.capacity for each in chosen) >= heads:
            break
        if room.pk not in having:
            chosen.append(room)
    return chosen
