"""Sessions with their numbers, as pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from assessment.enums import EntryStatus
from assessment.models import Duty, Exemption, Plan, PlanItem, PlanSubject, Room, Seat, Session
from assessment.selectors.clashes import span


@dataclass(frozen=True)
class Line:
    """A session: how many are due, hold a seat, work there; `rooms` with how many sit in each.
    `shared`: another session holds the subject for one of its items too."""

    session: Session
    when: str
    items: list[PlanItem]
    rooms: list[tuple[Room, int]]
    due: int
    shared: bool
    people: int

    @property
    def held(self) -> int:
        return sum(room.capacity for room, _ in self.rooms)

    @property
    def seated(self) -> int:
        return sum(seated for _, seated in self.rooms)


def lines(plan: Plan, sessions: Sequence[Session]) -> list[Line]:
    """The lines of sessions of a plan, in their order; nine queries, however many they are."""
    pks = [session.pk for session in sessions]
    loaded = Session.objects.prefetch_related(
        "items__occupation", Prefetch("rooms", Room.objects.select_related("site"))
    ).in_bulk(pks)
    approved = plan.entries.filter(status=EntryStatus.APPROVED).order_by()
    heads = dict(approved.values_list("item").annotate(count=Count("pk")))
    waived = PlanSubject.objects.filter(item__plan=plan, waived=False)
    tested = set(waived.values_list("item", "kind"))
    off = Exemption.objects.filter(entry__in=approved).order_by()
    off = off.values_list("entry__item", "subject").annotate(count=Count("pk"))
    exempt = {(item, subject): count for item, subject, count in off}
    seats = Seat.objects.filter(session__in=pks).order_by().values_list("session", "room")
    seated = {(session, room): n for session, room, n in seats.annotate(count=Count("pk"))}
    duties = Duty.objects.filter(session__in=pks).order_by().values_list("session")
    people = dict(duties.annotate(count=Count("pk")))
    holding = Counter(plan.sessions.filter(cancelled_at=None).values_list("subject", "items"))
    return [
        Line(
            session=session,
            when=span(session),
            items=items,
            rooms=[(room, seated.get((session.pk, room.pk), 0)) for room in session.rooms.all()],
            due=sum(
                heads.get(i.pk, 0) - exempt.get((i.pk, session.subject), 0)
                for i in items
                if (i.pk, session.subject) in tested
            ),
            shared=any(holding[session.subject, item.pk] > 1 for item in items),
            people=people.get(session.pk, 0),
        )
        for session, items in ((loaded[pk], list(loaded[pk].items.all())) for pk in pks)
    ]
