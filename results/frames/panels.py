"""Who of a panel marks whom, and what has been submitted."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from assessment import recusal
from assessment.models import Duty, Plan, Seat
from assessment.recusal import Judge, Judged
from assessment.selectors.fitness import JUDGES
from results.models import Marking
from results.sheets import Value


@dataclass(frozen=True)
class Members:
    """Of one candidate: what was submitted, how many have yet to, and how many they are in all."""

    submitted: tuple[Value, ...] = ()
    awaited: int = 0

    @property
    def count(self) -> int:
        return len(self.submitted) + self.awaited


NOBODY = Members()


class Panels:
    """The assessors and panellists of a plan's sessions, each for the candidates seated in the
    room, whoever has to step back (回避) apart."""

    def __init__(self, plan: Plan):
        self.plan = plan

    def of(self, subject: str, entry: int) -> Members:
        """The panel of a candidate in a subject; nobody for who has no seat."""
        submitted, awaited = [], 0
        for session, room, id_hash in self._seats.get((subject, entry), ()):
            for duty in self._duties.get(session, ()):
                if duty.room_id not in (None, room) or is_barred(duty, id_hash):
                    continue
                value = self._submitted.get((duty.pk, entry))
                if value is None:
                    awaited += 1
                else:
                    submitted.append(value)
        return Members(tuple(submitted), awaited) if submitted or awaited else NOBODY

    @cached_property
    def _seats(self) -> dict[tuple[str, int], list[tuple[int, int, str]]]:
        rows = Seat.objects.filter(session__plan=self.plan, session__cancelled_at=None).order_by()
        columns = ("session__subject", "entry", "session", "room", "entry__id_hash")
        found = defaultdict(list)
        for subject, entry, *place in rows.values_list(*columns):
            found[subject, entry].append(tuple(place))
        return found

    @cached_property
    def _duties(self) -> dict[int, list[Duty]]:
        rows = Duty.objects.filter(session__plan=self.plan, role__in=JUDGES)
        found = defaultdict(list)
        for duty in rows.select_related("examiner").prefetch_related("examiner__ties"):
            found[duty.session_id].append(duty)
        return found

    @cached_property
    def _submitted(self) -> dict[tuple[int, int], Value]:
        rows = Marking.objects.filter(sheet__plan=self.plan, submitted_at__isnull=False)
        return {
            (duty, entry): Value(mark, absent)
            for duty, entry, mark, absent in rows.order_by().values_list(
                "duty", "entry", "mark", "absent"
            )
        }


def is_barred(duty: Duty, id_hash: str) -> bool:
    """Whether the examiner is the candidate, or is tied to him or her. Whoever works in the same
    team or enterprise was named when the session was staffed, and left there on purpose."""
    examiner = duty.examiner
    ties = {tie.id_hash: tie.cause for tie in examiner.ties.all()}
    judge = Judge(examiner.id_hash, "", "", home=True, ties=ties)
    return bool(recusal.bars(judge, [Judged(id_hash, "", "", "")]))
