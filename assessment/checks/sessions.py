"""Every subject has its session: on the plan's days, in fitting rooms of its place, long enough,
and nobody and no room at two places at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from assessment.enums import EntryStatus
from assessment.frames.arrangement import Frame
from assessment.models import Plan, PlanItem, PlanSubject, Room, Seat, Session
from assessment.selectors.arrangement import overlapping, takers, within
from assessment.selectors.clashes import overlap, span
from casework.issues import Issue
from catalogue.enums import SubjectKind

NAMED = 5  # people of an issue who are named


def check(frame: Frame) -> Iterator[Issue]:
    yield from _missing(frame)
    for session in frame.sessions:
        items = [frame.items[item.pk] for item in session.items.all()]
        rooms = list(session.rooms.all())
        yield from faults(session, items, rooms, frame.plan)
    yield from _rooms_twice(frame)
    yield from _twice_here(frame)
    yield from _busy_elsewhere(frame)


def faults(
    session: Session, items: Iterable[PlanItem], rooms: Iterable[Room], plan: Plan
) -> Iterator[Issue]:
    """What is wrong with a session by itself, with these items (subjects loaded) and rooms (with
    the divisions of their sites)."""
    items, rooms = list(items), list(rooms)
    if not items:
        yield _issue("items", f"{session}还没有职业等级。", "选择这一场考哪些职业等级。")
    if not rooms:
        yield _issue("rooms", f"{session}还没有考场。", "选择考场。")
    yield from _days(session, plan)
    yield from _subjects(session, items)
    for room in rooms:
        if room.kind != session.subject:
            yield _issue(
                "room-kind",
                f"{room}是{room.get_kind_display()}，不能用于{session.get_subject_display()}。",
                "换用类别相符的考场。",
            )
        if not within(room.site.division, plan.division):
            place = plan.regulation.place
            yield _issue(
                "room-outside",
                f"{room.site}在{room.site.division}，不在计划的评价所在地{plan.division}。",
                "换用评价所在地的考场；要到别处评价的，另报计划，并按规定取得跨区域许可。"
                if place.filed_territory_only
                else "换用评价所在地的考场；要到别处评价的，另报计划。",
                place if place.filed_territory_only else None,
            )


def taken(
    session: Session, rooms: Iterable[Room], having: Mapping[int, list[Session]]
) -> Iterator[Issue]:
    """Which of the rooms another session has at that time; `having` as `takers` answers."""
    for room in rooms:
        for other in having.get(room.pk, ()):
            if other.pk != session.pk and overlap(session, other):
                yield _issue(
                    "room-taken",
                    f"{room}在 {span(other)} 已用于 {other.plan.number} 的"
                    f"{other.get_subject_display()}。",
                    "换一个考场，或者换一个时间。",
                )


def _window(frame: Frame) -> tuple[datetime, datetime]:
    starts = min(session.starts_at for session in frame.sessions)
    return starts, max(session.ends_at for session in frame.sessions)


def _rooms_twice(frame: Frame) -> Iterator[Issue]:
    if not frame.sessions:
        return
    rooms = [room for session in frame.sessions for room in session.rooms.all()]
    having = takers(rooms, *_window(frame))
    for session in frame.sessions:
        yield from taken(session, session.rooms.all(), having)


def subject_of(item: PlanItem, kind: str) -> PlanSubject | None:
    """The item's subject of a kind, unless it has none or it is waived (subjects loaded)."""
    return next((s for s in item.subjects.all() if s.kind == kind and not s.waived), None)


def _days(session: Session, plan: Plan) -> Iterator[Issue]:
    first, last = plan.first_on, plan.last_on or plan.first_on
    days = [timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)]
    if first is None:
        yield _issue("day", "计划还没有评价日期。", "先办理计划变更，定下评价日期。")
    elif not all(first <= day <= last for day in days):
        yield _issue(
            "day",
            f"{session}不在计划的评价日期（{date_format(first)} 至 {date_format(last)}）内。",
            "改到这些日期，或者办理“评价日期改期”的计划变更。",
        )


def _subjects(session: Session, items: list[PlanItem]) -> Iterator[Issue]:
    minutes = (session.ends_at - session.starts_at).total_seconds() / 60
    for item in items:
        subject = subject_of(item, session.subject)
        if subject is None:
            yield _issue(
                "subject",
                f"{item}不考{session.get_subject_display()}。",
                f"把它从{session}中移去。",
            )
        elif subject.minutes and minutes < subject.minutes:
            yield _issue(
                "short",
                f"{session}只有 {minutes:.0f} 分钟，{item}的{subject}需要 {subject.minutes} 分钟。",
                "延长这一场，或者另设场次。",
            )


def _missing(frame: Frame) -> Iterator[Issue]:
    held = {(s.subject, item.pk) for s in frame.sessions for item in s.items.all()}
    for item in frame.items.values():
        for kind in frame.tested[item.pk]:
            if (kind, item.pk) not in held:
                yield _issue(
                    "missing", f"{item}的{SubjectKind(kind).label}还没有场次。", "请添加场次。"
                )


def _places(frame: Frame) -> dict[str, list[tuple[str, Session]]]:
    """Where everybody is due, by the hash of the person: the sessions of the seats; where there is
    no seat yet, that session which alone holds the subject."""
    sessions = {session.pk: session for session in frame.sessions}
    places: dict[str, list[tuple[str, Session]]] = defaultdict(list)
    seated = set()
    for pk, rows in frame.seats.items():
        for seat in rows if pk in sessions else ():
            places[seat.entry.id_hash].append((seat.entry.name, sessions[pk]))
            seated.add((seat.entry_id, sessions[pk].subject))
    holding: dict[tuple[int, str], list[Session]] = defaultdict(list)
    for session in frame.sessions:
        for item in session.items.all():
            holding[item.pk, session.subject].append(session)
    for entry in frame.entries:
        for kind in frame.subjects_of(entry):
            alone = holding[entry.item_id, kind]
            if len(alone) == 1 and (entry.pk, kind) not in seated:
                places[entry.id_hash].append((entry.name, alone[0]))
    return places


def _twice_here(frame: Frame) -> Iterator[Issue]:
    clashing: dict[tuple[int, int], list[str]] = defaultdict(list)
    for found in _places(frame).values():
        for at, (name, one) in enumerate(found):
            for _, other in found[at + 1 :]:
                if overlap(one, other):
                    clashing[tuple(sorted((one.pk, other.pk)))].append(name)
    sessions = {session.pk: session for session in frame.sessions}
    for (one, other), people in sorted(clashing.items()):
        where = (
            f"{sessions[one]}和{sessions[other]}" if one != other else f"{sessions[one]}（两次）"
        )
        yield _issue(
            "person-twice",
            f"{_named(people)}在同一时间要参加{where}。",
            "错开两场的时间，或者重新编排座位。",
        )


def _busy_elsewhere(frame: Frame) -> Iterator[Issue]:
    """Whoever has a seat of another plan at the time; of which, only one's own agency is told."""
    if not frame.sessions:
        return
    people = frame.plan.entries.filter(status=EntryStatus.APPROVED).values("id_hash")
    others = overlapping(*_window(frame)).exclude(plan=frame.plan)
    rows = Seat.objects.filter(session__in=others, entry__id_hash__in=people).values_list(
        "entry__id_hash", "session__starts_at", "session__ends_at"
    )
    elsewhere = defaultdict(list)
    for hashed, starts, ends in rows:
        elsewhere[hashed].append((starts, ends))
    clashing: dict[int, list[str]] = defaultdict(list)
    sessions = {session.pk: session for session in frame.sessions}
    for hashed, found in _places(frame).items() if elsewhere else ():
        for name, session in found:
            if any(s < session.ends_at and session.starts_at < e for s, e in elsewhere[hashed]):
                clashing[session.pk].append(name)
    for pk, people in sorted(clashing.items()):
        yield _issue(
            "person-elsewhere",
            f"{_named(people)}在{sessions[pk]}的同一时间，在另一项评价计划中有座位。",
            "换一个时间，或者安排到别的场次。",
        )


def _named(people: list[str]) -> str:
    names = "、".join(people[:NAMED])
    return names if len(people) <= NAMED else f"{names}等 {len(people)} 人"


def _issue(code: str, message: str, remedy: str, basis=None) -> Issue:
    return Issue(f"session-{code}", "sessions", message, remedy, basis)
