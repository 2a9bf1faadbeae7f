"""What a change of the calendar does to the clocks that run: due dates move, and people hear."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from casework.enums import Progress
from casework.kinds import Message
from casework.models import Case, Deadline, DeadlineMark, DeadlineMove
from casework.services import deadlines, door, holders, notices
from catalogue import workdays
from config import clock

BATCH = 200  # cases that are locked together


def recompute(years: Iterable[int] | None = None) -> int:
    """Bring every running clock whose span touches those years (all, if none are named) in line
    with the calendar, list what moved (`DeadlineMove`), tell its holders; answers how many moved.

    Cases are locked in batches and in ascending pk. What is in line already is left alone, so a
    second run does nothing, and a run that was cut short is finished by the next.
    """
    calendar, after, moved = workdays.current(), 0, 0
    while pks := _next_cases(years, after):
        after = pks[-1]
        if _out_of_line(_running(years).filter(case__in=pks), calendar):
            moved += _move(pks, calendar)
    return moved


def _running(years: Iterable[int] | None) -> QuerySet[Deadline]:
    """Clocks that run, in whatever unit: none ends on a day off. A year's notice may touch the
    December before."""
    running = Deadline.objects.filter(progress=Progress.RUNNING, case__closed_at=None)
    if years is None:
        return running
    touched = Q(pk__in=[])
    for year in years:
        touched |= Q(due_on__gte=date(year - 1, 12, 1), started_on__lte=date(year, 12, 31))
    return running.filter(touched)


def _next_cases(years: Iterable[int] | None, after: int) -> list[int]:
    found = _running(years).filter(case__gt=after).order_by("case").values_list("case", flat=True)
    return list(found.distinct()[:BATCH])


def _out_of_line(
    running: Iterable[Deadline], calendar: workdays.WorkCalendar
) -> list[tuple[Deadline, date]]:
    """Those that the calendar now dates otherwise, set right in memory, with the old day."""
    found = []
    for deadline in running:
        before = deadline.due_on, deadline.estimated
        deadlines.settle(deadline, calendar)
        if (deadline.due_on, deadline.estimated) != before:
            found.append((deadline, before[0]))
    return found


@transaction.atomic
def _move(pks: list[int], calendar: workdays.WorkCalendar) -> int:
    cases = {case.pk: case for case in door.lock(pks)}
    running = Deadline.objects.filter(case__in=pks, progress=Progress.RUNNING)
    changed = _out_of_line(running.order_by("pk"), calendar)
    Deadline.objects.bulk_update([d for d, _ in changed], ["due_on", "estimated"])
    moves = [(deadline, old) for deadline, old in changed if deadline.due_on != old]
    _list(moves)
    for pk in {deadline.case_id for deadline, _ in moves}:
        deadlines.refresh_due(cases[pk])
        Case.objects.filter(pk=pk).update(due_on=cases[pk].due_on)
    _tell_holders(cases, [deadline for deadline, _ in moves])
    return len(moves)


def _list(moves: list[tuple[Deadline, date]]) -> None:
    """Keep the list; where there is more time than before, what was said is to be said anew."""
    now = clock.now()
    DeadlineMove.objects.bulk_create(
        DeadlineMove(deadline=deadline, old=old, new=deadline.due_on, at=now)
        for deadline, old in moves
    )
    later = [deadline.pk for deadline, old in moves if deadline.due_on > old]
    DeadlineMark.objects.filter(deadline__in=later).delete()


def _tell_holders(cases: dict[int, Case], moved: list[Deadline]) -> None:
    """One notice a person, however many of the clocks that are theirs have moved."""
    people: dict[tuple[int, ...], list[User]] = {}
    counts: Counter[User] = Counter()
    for deadline in moved:
        organisations = holders.of(cases[deadline.case_id], deadline)
        if organisations not in people:
            people[organisations] = holders.people(organisations)
        counts.update(people[organisations])
    by_count = defaultdict(list)
    for user, count in counts.items():
        by_count[count].append(user)
    notices.tell(
        [
            Message(users, f"工作日安排有变，{count} 项时限的到期日已调整", "请按新的到期日办理。")
            for count, users in by_count.items()
        ],
        link=reverse("casework:moves"),
    )
