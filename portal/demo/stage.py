"""On which the stories of the demonstration are played: the clock, the people, the door.

A story is a generator. It does something, then yields for how many working days it waits; what is
still to come when today is reached stays undone, and the case stays where it is.
"""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TypeVar

from django.utils import timezone
from django_fsm import has_transition_perm

from accounts.models import Membership, Organisation, User
from casework import kinds
from casework.enums import WorkStatus
from casework.models import Case, JobItem
from casework.services import door, jobs, publications, sweep
from catalogue.models import Division, Occupation
from catalogue.workdays import add_working_days, current, latest_date_before
from config import clock
from portal.demo.people import People

Story = Iterator[int | date | datetime]
T = TypeVar("T")
MORNING, NIGHT = time(9), time(0, 20)
# Of so many last days every night is kept (fewer in a small world); before, those before something
# happens.
WATCHED = (40, 3)
WEEK = 7
SPREAD = 3000  # how many moments of a morning there are


@dataclass
class Stage:
    """`today` is the day on which the audience looks on; `small`: little of everything."""

    today: date
    small: bool = False
    places: dict[str, Organisation] = field(default_factory=dict)
    people: People = field(default_factory=lambda: People("people"))

    def __post_init__(self):
        self.calendar = current()
        self.dice = random.Random("stage")  # noqa: S311 - a play
        self._queue: list[tuple[datetime, int, Story]] = []
        self._order = count()
        self._staff: dict[int, list[User]] = {}
        self._now = clock.now()
        self._did: dict[tuple[str, str, int | None], User] = {}
        self._swept = date.min

    def some(self, plots: Iterable[T]) -> list[T]:
        """The plots that are played: in a small world none that is `spare`."""
        return [plot for plot in plots if not (self.small and plot.spare)]

    # --- Days -----------------------------------------------------------------------------------

    def after(self, day: date, working_days: int) -> date:
        return add_working_days(day, working_days, calendar=self.calendar)

    def before(self, working_days: int, day: date | None = None) -> date:
        """The working day so many before today, or before a day."""
        return latest_date_before(day or self.today, working_days, calendar=self.calendar)

    # --- People ---------------------------------------------------------------------------------

    def staff(self, organisation: Organisation | None) -> list[User]:
        """Who works in an organisation, in the order of their appointment."""
        if organisation is None:
            return []
        if organisation.pk not in self._staff:
            rows = Membership.objects.filter(organisation=organisation).select_related("user")
            found = {row.user_id: row.user for row in rows.order_by("pk")}
            self._staff[organisation.pk] = list(found.values())
        return self._staff[organisation.pk]

    def forget(self, organisation: Organisation) -> None:
        """Somebody came to an organisation."""
        self._staff.pop(organisation.pk, None)

    def clerk(self, organisation: Organisation) -> User:
        """Who acts first for an organisation."""
        return self.staff(organisation)[0]

    def who_may(self, case: Case, act: str) -> User:
        """Somebody whom the machine lets do an act: who did it for this owner before, else of the
        parties, then of any office. The seal is set by another than who began."""
        transition = getattr(case, kinds.kind_of(case).by_name[act].transition)
        key = (case.kind, act, case.owner_id)
        if (before := self._did.get(key)) and has_transition_perm(transition, before):
            return before
        parties = (case.office, case.owner, case.receiver, *getattr(case, "other_parties", ()))
        asked: list[User] = []
        for organisation in (*parties, *self.places.values()):
            people = self.staff(organisation)
            asked += reversed(people) if act in ("issue_receipt", "decide", "approve") else people
        for user in asked:
            if has_transition_perm(transition, user):
                self._did[key] = user
                return user
        raise LookupError(f"nobody may {act} {case.title} ({case.state})")

    def act(self, case: Case, act: str, *, by: User | None = None, **data) -> Case:
        """Do an act through the door; the case as it stands then."""
        model = kinds.kind_of(case).model
        case = model.objects.get(pk=case.pk)
        door.perform(case, act, actor=by or self.who_may(case, act), **data)
        return model.objects.get(pk=case.pk)

    # --- The play -------------------------------------------------------------------------------

    def plan(self, story: Story, begins: date | datetime) -> None:
        """Have a story begin."""
        heapq.heappush(self._queue, (_moment(begins), next(self._order), story))

    def play(self, told: Callable[[date], None] = lambda _: None) -> None:
        """Everything up to today, a day after the other, with what the portal does by night."""
        end = max(self._now, _moment(self.today))
        night = min((at for at, _, _ in self._queue), default=end).date()
        while self._queue and self._queue[0][0] <= end:
            at, order, story = heapq.heappop(self._queue)
            night = self._nights(night, at.date())
            # Two things never happen at the very same moment, and nothing later than now, should
            # the audience be up before the morning.
            apart = order % SPREAD
            at = min(
                at + timedelta(seconds=apart), self._now - timedelta(milliseconds=SPREAD - apart)
            )
            with clock.travel(at):
                try:
                    wait = next(story)
                except StopIteration:
                    continue
                if not isinstance(wait, date):  # a number of working days
                    wait = self.after(at.date(), wait)
            told(at.date())
            self.plan(story, wait)
        self._nights(night, self.today)

    def _nights(self, since: date, until: date) -> date:
        """What beat does: each of the last nights, else the one before something happens, and the
        sweep of deadlines once a week."""
        if since == until:
            return until
        watched = self.today - timedelta(WATCHED[self.small])
        first = max(since + timedelta(1), min(until, watched))
        for number in range((until - first).days + 1):
            day = first + timedelta(number)
            with clock.travel(min(_moment(day, NIGHT), self._now)):
                publications.close_due()
                if day >= watched or (day - self._swept).days >= WEEK:
                    sweep.sweep()
                    self._swept = day
                if JobItem.objects.filter(status=WorkStatus.WAITING).exists():
                    jobs.work_off(seconds=600)
        return until


def _moment(when: date | datetime, at: time = MORNING) -> datetime:
    if isinstance(when, datetime):
        return when
    return timezone.make_aware(datetime.combine(when, at))


def division(code: str) -> Division:
    """The place of that code."""
    return Division.objects.select_related("parent").get(code=code)


def occupation(code: str) -> Occupation:
    """The occupation of that code."""
    return Occupation.objects.get(code=code)
