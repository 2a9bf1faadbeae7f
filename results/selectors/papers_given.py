"""Which papers lay before whom: what was recorded, and what has yet to be."""

from collections import Counter
from dataclasses import dataclass

from assessment.models import PlanItem, Room, Seat, Session
from papers.models import Paper
from papers.selectors.papers import sealed_forms
from results.enums import FormsGiven
from results.models import PaperGiven
from results.selectors import held


@dataclass(frozen=True)
class Place:
    """The people of one item in one room of a session, and the papers that they may have."""

    room: Room
    item: PlanItem
    people: int
    papers: dict[str, Paper]
    given: PaperGiven | None

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"forms-{self.room.pk}-{self.item.pk}"

    @property
    def choices(self) -> list[FormsGiven]:
        """What can have been given out."""
        return [each for each in FormsGiven if set(each.forms) <= set(self.papers)]

    @property
    def is_open(self) -> bool:
        """Whether it has to be said: there are two forms, and nothing is recorded."""
        return self.given is None and len(self.papers) > 1


def places(session: Session) -> list[Place]:
    """Every room with every item whose papers are sealed, in the order of the rooms."""
    seats = held.seats_of(session).order_by(
        "room__site__name", "room__order", "room", "entry__item"
    )
    people = Counter(seats.values_list("room", "entry__item"))
    rooms = Room.objects.select_related("site").in_bulk({room for room, _ in people})
    items = PlanItem.objects.select_related("occupation").in_bulk({item for _, item in people})
    papers = {pk: sealed_forms(item, session.subject) for pk, item in items.items()}
    given = {(row.room_id, row.item_id): row for row in session.papers_given.all()}
    return [
        Place(rooms[room], items[item], count, papers[item], given.get((room, item)))
        for (room, item), count in people.items()
        if papers[item]
    ]


class UnknownFormError(Exception):
    """There are two forms of a paper, and nobody said which was given out."""


def paper_at(seat: Seat, item: PlanItem, subject: str) -> Paper | None:
    """The paper that lay on a seat: of the form that was recorded, else the only one there is; none
    where there is none. Raises UnknownFormError."""
    papers = sealed_forms(item, subject)
    if len(papers) < 2:
        return next(iter(papers.values()), None)
    rows = PaperGiven.objects.filter(session=seat.session_id, room=seat.room_id, item=item)
    given = rows.first()
    if given is None:
        raise UnknownFormError
    return papers[FormsGiven(given.forms).at(seat.number)]
