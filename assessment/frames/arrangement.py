"""What an arrangement is held against: read once for all checks, pages and papers of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from assessment import ports
from assessment.enums import EntryStatus
from assessment.models import Duty, Entry, Exemption, Plan, PlanItem, Room, Seat, Session
from catalogue.enums import SubjectKind
from catalogue.regulations import Regulation


@dataclass(frozen=True)
class Frame:
    """A plan with its sessions that are not cancelled (items and rooms loaded), their seats and
    duties by session, everybody approved, the subjects each item tests, and from which of them
    somebody is exempt (pairs of a registration and a subject)."""

    plan: Plan
    regulation: Regulation
    items: dict[int, PlanItem]
    tested: dict[int, tuple[SubjectKind, ...]]
    sessions: list[Session]
    seats: dict[int, list[Seat]]
    duties: dict[int, list[Duty]]
    entries: list[Entry]
    exempt: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, plan: Plan) -> "Frame":
        items = plan.items.select_related("occupation").prefetch_related("subjects")
        loaded = {item.pk: item for item in items}
        sessions = plan.sessions.filter(cancelled_at=None).prefetch_related(
            "items__occupation",
            Prefetch("rooms", Room.objects.select_related("site__division")),
        )
        duties = Duty.objects.filter(session__plan=plan).select_related("examiner", "user", "room")
        approved = list(plan.entries.filter(status=EntryStatus.APPROVED).order_by("number"))
        return cls(
            plan=plan,
            regulation=plan.regulation,
            items=loaded,
            tested={pk: _tested(item) for pk, item in loaded.items()},
            sessions=list(sessions),
            seats=_by_session(_seats(plan, approved)),
            duties=_by_session(duties),
            entries=approved,
            exempt=frozenset(
                Exemption.objects.filter(entry__plan=plan).values_list("entry", "subject")
            ),
        )

    @cached_property
    def bars(self) -> tuple[ports.StaffBar, ...]:
        """Who may not serve in a session for a time."""
        return ports.staff_bars()

    def due(self, session: Session) -> list[Entry]:
        """Who sits in a session: everybody approved for one of its items that tests its subject,
        but for those exempt from it.
        Where two sessions hold the same subject of an item, each of these people is due in one
        of them only; which, the seats say."""
        wanted = {
            item.pk for item in session.items.all() if session.subject in self.tested[item.pk]
        }
        return [
            entry
            for entry in self.entries
            if entry.item_id in wanted and (entry.pk, session.subject) not in self.exempt
        ]

    def subjects_of(self, entry: Entry) -> list[SubjectKind]:
        """What somebody sits: what the item tests, but for what he or she is exempt from."""
        tested = self.tested[entry.item_id]
        return [kind for kind in tested if (entry.pk, kind) not in self.exempt]


def _tested(item: PlanItem) -> tuple[SubjectKind, ...]:
    return tuple(SubjectKind(each.kind) for each in item.subjects.all() if not each.waived)


def _seats(plan: Plan, approved: list[Entry]) -> list[Seat]:
    """The seats in the order of their rooms. People and rooms are shared among them, not read anew
    for each: a plan may have twenty thousand people."""
    seats = list(Seat.objects.filter(session__plan=plan).order_by("room", "number"))
    rooms = Room.objects.select_related("site__division").in_bulk({seat.room_id for seat in seats})
    people = {entry.pk: entry for entry in approved}
    others = {seat.entry_id for seat in seats} - people.keys()
    people |= Entry.objects.in_bulk(others) if others else {}
    for seat in seats:
        seat.room, seat.entry = rooms[seat.room_id], people[seat.entry_id]
    return seats


def _by_session(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found
