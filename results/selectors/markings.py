"""Whom somebody marks in a panel, and how far he or she is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.selectors import organisations_of
from assessment.models import Duty, Exemption, Seat
from assessment.selectors.fitness import JUDGES
from results.frames.panels import is_barred
from results.models import Marking, ScoreSheet
from results.selectors.papers_given import places as given_in
from results.selectors.scores import ENTERING, MARKING


def duties_to_mark(user: User) -> QuerySet[Duty]:
    """The duties whose sheets somebody fills in: one's own, and for clerks and scorers those of the
    agency's examiners without an account; of sessions in which a panel marks."""
    agencies = organisations_of(user, *ENTERING)
    mine = Q(examiner__user=user) | Q(
        examiner__isnull=False, examiner__user=None, session__plan__owner__in=agencies
    )
    rows = Duty.objects.filter(
        mine,
        role__in=JUDGES,
        session__cancelled_at=None,
        session__plan__state__in=MARKING,
        session__plan__score_sheets__in=ScoreSheet.objects.filter(by_panel=True),
    )
    rows = rows.select_related("session__plan__agency", "examiner", "room__site")
    return rows.prefetch_related("examiner__ties", "session__items").distinct()


@dataclass(frozen=True)
class Place:
    """A candidate in a seat, and the sheet as it stands; `barred`: the examiner steps back."""

    seat: Seat
    marking: Marking | None
    barred: bool


def places(duty: Duty) -> list[Place]:
    """Who sits in the room of a duty and is marked by a panel, in the order of the seats."""
    sheets = ScoreSheet.objects.filter(
        plan=duty.session.plan_id, subject=duty.session.subject, by_panel=True
    )
    exempt = Exemption.objects.filter(subject=duty.session.subject)
    seats = duty.session.seats.filter(entry__item__in=sheets.values("item"))
    seats = seats.exclude(entry__in=exempt.values("entry")).select_related("entry", "room")
    if duty.room_id:
        seats = seats.filter(room=duty.room_id)
    done = {row.entry_id: row for row in Marking.objects.filter(duty=duty)}
    return [
        Place(seat, done.get(seat.entry_id), is_barred(duty, seat.entry.id_hash))
        for seat in seats.defer("entry__details", "entry__phone", "entry__id_number")
    ]


def unsaid(duty: Duty) -> bool:
    """Whether it has yet to be said which form of a paper was given out where somebody marks."""
    return any(
        place.is_open and duty.room_id in (None, place.room.pk) for place in given_in(duty.session)
    )


def by_panel(plans: Iterable[int]) -> set[tuple[int, str]]:
    """Of these plans the subjects that a panel marks: (plan, subject)."""
    rows = ScoreSheet.objects.filter(plan__in=set(plans), by_panel=True)
    return set(rows.values_list("plan", "subject"))
