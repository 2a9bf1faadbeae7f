"""The sweep: tells people of limits that draw near, end today, or are past; each thing once.

Run each hour by beat and safe to run at any time, twice, by two at once, and after days of
downtime: then only what is true today is said.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format

from accounts.models import Organisation
from casework.enums import Mark, Progress
from casework.kinds import Message
from casework.models import Deadline, DeadlineMark
from casework.services import calendar as recalculation
from casework.services import deadlines, door, holders, notices
from catalogue import workdays
from catalogue.regulations.terms import Bound
from config import clock

log = logging.getLogger(__name__)
LONGEST_HOLIDAY = 16  # days without a working day, and to spare


@dataclass
class Report:
    """What a sweep did."""

    moved: int = 0
    failed: int = 0
    told: dict[Mark, int] = field(default_factory=lambda: dict.fromkeys(Mark, 0))


_watches: list[Callable[[], None]] = []


def also(watch: Callable[[], None]) -> None:
    """Let an app above look, with every sweep, at what ends with it (such as the term of a
    receipt). `watch` must be safe to run twice; called once, when the app is ready."""
    _watches.append(watch)


def watches() -> tuple[Callable[[], None], ...]:
    """What the apps above look at with every sweep."""
    return tuple(_watches)


def sweep() -> Report:
    """Set right what a lost signal of the calendar left, then say what is due to be said, here and
    in the apps above."""
    report = Report(moved=recalculation.recompute())
    today, calendar = clock.today(), workdays.current()
    for pk in _cases_to_look_at(today, calendar):
        try:
            said = _say(pk, today, calendar)
        except Exception:  # one odd case must not silence the limits of all others
            log.exception("sweep of case %s", pk)
            report.failed += 1
            continue
        for mark in said:
            report.told[mark] += 1
    for watch in _watches:
        try:
            watch()
        except Exception:  # nor may one watch silence the others
            log.exception("watch %s", watch)
            report.failed += 1
    return report


def standing(deadline: Deadline, day: date, calendar: workdays.WorkCalendar) -> Mark | None:
    """What is to be said of a running clock on `day`, if anything. Pure."""
    if deadline.bound == Bound.AT_LEAST:
        return Mark.DUE if day >= deadline.due_on else None
    if deadlines.late_by(deadline, day, calendar):
        return Mark.OVERDUE
    if day >= deadline.due_on:
        return Mark.DUE
    left = workdays.working_days_between(day, deadline.due_on, calendar=calendar)
    return Mark.WARNED if left <= deadline.warn_at else None


def _cases_to_look_at(today: date, calendar: workdays.WorkCalendar) -> list[int]:
    """Open cases of which something has not been said yet; looked up without any lock."""
    running = Deadline.objects.filter(progress=Progress.RUNNING, case__closed_at=None)
    longest = running.aggregate(days=Max("warn_at"))["days"] or 0
    near = running.filter(due_on__lte=today + timedelta(days=longest * 2 + LONGEST_HOLIDAY))
    open_ended = near.exclude(marks__mark=Mark.OVERDUE).prefetch_related("marks").order_by("pk")
    return sorted(
        {
            deadline.case_id
            for deadline in open_ended.iterator(chunk_size=1000)
            if _unsaid(deadline, today, calendar)
        }
    )


def _unsaid(deadline: Deadline, today: date, calendar: workdays.WorkCalendar) -> Mark | None:
    mark = standing(deadline, today, calendar)
    return mark if mark not in {said.mark for said in deadline.marks.all()} else None


def _say(pk: int, today: date, calendar: workdays.WorkCalendar) -> list[Mark]:
    """Say what is unsaid of one case, under its lock: an act or another sweep waits, or is over."""
    said = []
    with transaction.atomic():
        case = door.lock([pk])[0]
        running = case.deadlines.filter(progress=Progress.RUNNING).prefetch_related("marks")
        for deadline in running if case.is_open else ():
            if mark := _unsaid(deadline, today, calendar):
                said += _tell(case, deadline, mark, today, calendar)
        DeadlineMark.objects.bulk_create(
            DeadlineMark(deadline_id=deadline, mark=mark, on=today) for deadline, mark in said
        )
    return [mark for _, mark in said]


def _tell(case, deadline, mark, today, calendar) -> list[tuple[int, Mark]]:
    """The notices of one mark; a late one is also told to whoever stands above the holder."""
    organisations = holders.of(case, deadline)
    texts = _texts(case, deadline, mark, today, calendar)
    concerned = holders.people if mark == Mark.OVERDUE else partial(holders.in_charge, case)
    notices.tell([Message(concerned(organisations), *texts)], case=case)
    if mark != Mark.OVERDUE:
        return [(deadline.pk, mark)]
    late = "、".join(
        Organisation.objects.filter(pk__in=organisations).values_list("name", flat=True)
    )
    superiors = holders.people(holders.above(case, organisations))
    notices.tell([Message(superiors, f"{late}：{texts[0]}", texts[1])], case=case)
    return [(deadline.pk, Mark.OVERDUE), (deadline.pk, Mark.ESCALATED)]


def _texts(case, deadline, mark, today, calendar) -> tuple[str, str]:
    """Subject and body: which case, which limit, how it stands, on what ground."""
    due = date_format(deadline.due_on)
    about = f"{case.number}“{deadline.name}”"
    body = f"事项：{case.title}。到期日：{due}。依据：{deadline.basis}。"
    if mark == Mark.WARNED:
        left = workdays.working_days_between(today, deadline.due_on, calendar=calendar)
        return f"{about}还剩 {left} 个工作日", body
    if mark == Mark.OVERDUE:
        late = deadlines.late_by(deadline, today, calendar)
        return (
            f"{about}已逾期 {late} 个工作日",
            f"{body}逾期不影响继续办理，请尽快办结；逾期情况已记录。",
        )
    if deadline.bound == Bound.AT_LEAST:
        return f"{about}期限已满", f"{body}可以办理下一步。"
    return f"{about}今天到期", body
