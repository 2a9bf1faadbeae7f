"""What the papers of the day are made from, read without anybody's ID number: for the questions
whether they can be printed and whether printed ones still hold. Seven queries for any number of
people."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from assessment.enums import EntryStatus, PrintKind
from assessment.models import Exemption, Plan, PlanItem, PlanSubject, Room, Seat, Session
from catalogue.enums import Level
from catalogue.regulations.terms import PlanStep

PROOF = (PlanStep.ROSTER, PlanStep.ROSTER_FILED, PlanStep.ROSTER_RETURNED)
FINAL = (
    *(PlanStep.READY, PlanStep.HELD, PlanStep.SCORED, PlanStep.PUBLICITY, PlanStep.PUBLICISED),
    *(PlanStep.REVIEW, PlanStep.REVIEW_RETURNED, PlanStep.CONFIRMED),
)
TICKETS = (PrintKind.TICKETS, PrintKind.TICKETS_EACH)


class Candidate(NamedTuple):
    """Somebody approved; `photo` is the id of the picture, None without one."""

    pk: int
    item: int
    name: str
    ticket: str
    photo: object
    sex: str
    document: str
    id_hash: str


class Place(NamedTuple):
    """A seat that is taken."""

    session: int
    room: int
    number: int
    entry: int


class RoomOnPaper(NamedTuple):
    pk: int
    name: str
    site: str
    address: str


def item_on_paper(item: PlanItem) -> str:
    """`电工 低压方向 四级/中级工`."""
    parts = (item.occupation.name, item.work_type, Level(item.level).printed)
    return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Arranged:
    """A plan as it is printed. `places` in the order of sessions, rooms and seats; `candidates` in
    that of their tickets; `exempt`: who does not sit what (a registration and a subject)."""

    plan: Plan
    sessions: dict[int, Session]
    rooms: dict[int, RoomOnPaper]
    places: list[Place]
    candidates: dict[int, Candidate]
    tested: set[tuple[int, str]]
    exempt: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, plan: Plan) -> "Arranged":
        sessions = plan.sessions.filter(cancelled_at=None).prefetch_related("items__occupation")
        loaded = {each.pk: each for each in sessions.order_by("starts_at", "pk")}
        taken = Seat.objects.filter(session__in=loaded).order_by(
            *("session__starts_at", "session", "room__site", "room__order", "room", "number")
        )
        fields = ("pk", "item", "name", "ticket", "photo", "sex", "document", "id_hash")
        people = plan.entries.filter(status=EntryStatus.APPROVED).order_by("ticket", "number")
        rooms = Room.objects.filter(seats__session__in=loaded).distinct().order_by()
        subjects = PlanSubject.objects.filter(item__plan=plan, waived=False)
        exempt = Exemption.objects.filter(entry__plan=plan)
        candidates = {row[0]: Candidate(*row) for row in people.values_list(*fields)}
        places = (Place(*row) for row in taken.values_list("session", "room", "number", "entry"))
        return cls(
            plan=plan,
            sessions=loaded,
            rooms={
                row[0]: RoomOnPaper(*row)
                for row in rooms.values_list("pk", "name", "site__name", "site__address")
            },
            places=[place for place in places if place.entry in candidates],
            candidates=candidates,
            tested=set(subjects.order_by().values_list("item", "kind")),
            exempt=frozenset(exempt.values_list("entry", "subject")),
        )

    @property
    def final(self) -> bool:
        """Whether what is printed now may be used on the day; before, it is a proof."""
        return self.plan.state in FINAL

    def of_session(self, session: Session | None) -> list[Place]:
        """The seats taken in a session, or all of them."""
        if session is None:
            return self.places
        return [place for place in self.places if place.session == session.pk]

    def people(self, session: Session | None) -> list[Candidate]:
        """Who gets a ticket: everybody approved, or who sits in a session."""
        if session is None:
            return list(self.candidates.values())
        here = {place.entry for place in self.of_session(session)}
        return [each for each in self.candidates.values() if each.pk in here]

    def room_lists(self, session: Session | None) -> list[tuple[int, int, int]]:
        """Session, room and how many sit there, in the order of the sheets."""
        grouped = groupby(self.of_session(session), key=lambda place: (place.session, place.room))
        return [(*key, sum(1 for _ in places)) for key, places in grouped]

    @cached_property
    def _seated(self) -> set[tuple[int, str]]:
        return {(place.entry, self.sessions[place.session].subject) for place in self.places}

    def unseated(self, session: Session | None) -> list[Candidate]:
        """Who has no seat for a subject that is tested (that of the session) and not exempt."""
        needless = self._seated | self.exempt
        wanted = self.tested
        if session is not None:
            here = {(item.pk, session.subject) for item in session.items.all()}
            wanted = wanted & here
        subjects: dict[int, list[str]] = {}
        for item, kind in wanted:
            subjects.setdefault(item, []).append(kind)
        return [
            each
            for each in self.candidates.values()
            if any((each.pk, kind) not in needless for kind in subjects.get(each.item, ()))
        ]

    def digest(self, kind: str, session: Session | None) -> str:
        """The same as long as a print of this kind, of this session, would be the same."""
        whole = session is None or kind in TICKETS
        people = {each.pk for each in self.people(session)}
        places = [
            place
            for place in (self.places if whole else self.of_session(session))
            if place.entry in people
        ]
        return _digest(self._lines(places, people))

    def _lines(self, places: list[Place], people: set[int]) -> Iterator[Iterable]:
        plan = self.plan
        yield (plan.title, plan.agency.name, plan.contact, self.final)
        for pk in sorted({place.session for place in places}):
            session = self.sessions[pk]
            times = (session.starts_at.timestamp(), session.ends_at.timestamp())
            items = [(item.pk, item_on_paper(item)) for item in session.items.all()]
            yield (pk, session.subject, *times, session.form, sorted(items))
        yield from (self.rooms[pk] for pk in sorted({place.room for place in places}))
        yield from places
        yield from (self.candidates[pk] for pk in sorted(people))


def _digest(lines: Iterable[Iterable]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(json.dumps(list(line), default=str, ensure_ascii=False).encode())
    return found.hexdigest()
