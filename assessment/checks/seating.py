"""Everybody approved has one seat for each subject, in a room and on a number that is there."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from assessment.checks.sessions import NAMED
from assessment.frames.arrangement import Frame
from assessment.models import Entry, Seat, Session
from casework.issues import Issue
from catalogue.enums import SubjectKind
from catalogue.regulations.basis import Rule


def check(frame: Frame) -> Iterator[Issue]:
    for kind, people in unseated(frame).items():
        if people:
            yield _unseated(frame, kind, people)
    for session in frame.sessions:
        yield from _misplaced(frame, session)
    yield from _twice(frame)


def unseated(frame: Frame) -> dict[SubjectKind, list[Entry]]:
    """Who has no seat yet, by subject; subjects without a session are left to `checks.sessions`."""
    kinds = {session.pk: session.subject for session in frame.sessions}
    seated = {
        (seat.entry_id, kinds[pk])
        for pk, rows in frame.seats.items()
        if pk in kinds
        for seat in rows
    }
    held = {(s.subject, item.pk) for s in frame.sessions for item in s.items.all()}
    found: dict[SubjectKind, list[Entry]] = defaultdict(list)
    for entry in frame.entries:
        for kind in frame.subjects_of(entry):
            if (kind, entry.item_id) in held and (entry.pk, kind) not in seated:
                found[kind].append(entry)
    return dict(found)


def _unseated(frame: Frame, kind: SubjectKind, people: list[Entry]) -> Issue:
    sessions = [session for session in frame.sessions if session.subject == kind]
    held = sum(room.capacity for session in sessions for room in session.rooms.all())
    due = len({entry.pk for session in sessions for entry in frame.due(session)})
    names = "、".join(entry.name for entry in people[:NAMED])
    who = names if len(people) <= NAMED else f"{names}等 {len(people)} 人"
    if due > held:
        return _issue(
            "few",
            f"{kind.label}应考 {due} 人，各场次共 {held} 个座位（工位），{who}没有座位。",
            "增加考场或者场次，再编排座位。",
            frame.regulation.limits.capacity,
        )
    return _issue("unseated", f"{kind.label}还有 {who}没有座位。", "编排座位。")


def _misplaced(frame: Frame, session: Session) -> Iterator[Issue]:
    rooms = {room.pk: room for room in session.rooms.all()}
    due = {entry.pk for entry in frame.due(session)}
    seats = frame.seats.get(session.pk, [])
    gone = [seat for seat in seats if seat.entry_id not in due]
    if gone:
        yield _issue(
            "not-due",
            f"{_who(gone)}占有{session}的座位，但不应参加这一场。",
            "移出这些座位，或者重新编排。",
        )
    lost = [seat for seat in seats if not _exists(seat, rooms)]
    if lost:
        yield _issue(
            "no-seat",
            f"{session}中{_who(lost)}的座位已不存在（考场已换或座位减少）。",
            "重新编排座位，或者把他们调到空座位。",
        )


def _twice(frame: Frame) -> Iterator[Issue]:
    kinds = {session.pk: session.subject for session in frame.sessions}
    seats = [seat for pk, rows in frame.seats.items() if pk in kinds for seat in rows]
    counts = Counter((seat.entry_id, kinds[seat.session_id]) for seat in seats)
    for kind in SubjectKind:
        double = {seat.entry_id: seat for seat in seats if counts[seat.entry_id, kind] > 1}
        if double:
            yield _issue(
                "twice",
                f"{_who(list(double.values()))}在{kind.label}的两个场次都有座位。",
                "移出其中一个。",
            )


def _exists(seat: Seat, rooms: dict) -> bool:
    return seat.room_id in rooms and seat.number <= rooms[seat.room_id].capacity


def _who(seats: list[Seat]) -> str:
    names = "、".join(seat.entry.name for seat in seats[:NAMED])
    return names if len(seats) <= NAMED else f"{names}等 {len(seats)} 人"


def _issue(code: str, message: str, remedy: str, basis: Rule | None = None) -> Issue:
    return Issue(f"seats-{code}", "seats", message, remedy, basis)
