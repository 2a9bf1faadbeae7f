"""Where a case stands on the main line of its regulation: what is done, what is now, what next and
by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F

from casework import kinds
from casework.enums import Progress
from casework.models import Case, Deadline
from catalogue.regulations.basis import Rule
from catalogue.regulations.process import Process
from catalogue.regulations.schema import Deadline as Limit
from catalogue.regulations.terms import Actor, Bound

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True)
class Station:
    """One step. `at` when it was reached, `by` who brings the case there, `within` how long that
    may take by the regulation, `due_on` by which date, where that clock runs."""

    label: str
    state: str
    rule: Rule
    text: str = ""
    at: datetime | None = None
    by: str = ""
    within: str = ""
    due_on: date | None = None


def process_of(case: Case) -> Process:
    """The steps and arrows that the case's regulation has for its kind."""
    return getattr(case.regulation.processes, kinds.kind_of(case).process)


def aside(case: Case) -> str:
    """What the state is called of a case that is off the main line; empty on it."""
    on_line = case.state in [step.key for step in process_of(case).main_line]
    return "" if on_line else kinds.state_label(case)


def stations(case: Case) -> list[Station]:
    """The main line for an office of the receiver's tier, up to the end where it ended early."""
    process = process_of(case)
    line = [step for step in process.main_line if step.key in _reachable(case, process)]
    reached = _reached(case)
    here = _here(case, [step.key for step in line], reached)
    if not case.is_open:
        line = line[: here + 1]
    running = case.deadlines.filter(progress=Progress.RUNNING)
    clocks = {deadline.key: deadline for deadline in running}
    made = []
    for place, step in enumerate(line):
        state = DONE if place < here or not case.is_open else NOW if place == here else NEXT
        base = Station(step.key.label, state, step, step.text)
        if state == NEXT:
            limit = _limit(case, [each.key for each in line[:place]], step.key)
            made.append(_ahead(base, _by(case, process, step.key), limit, clocks))
        else:
            made.append(replace(base, at=reached.get(step.key)))
    return made


def _ahead(base: Station, by: str, limit: Limit | None, clocks: dict[str, Deadline]) -> Station:
    if limit is None:
        return replace(base, by=by)
    clock = clocks.get(limit.key)
    return replace(base, by=by, within=limit.text, due_on=clock.due_on if clock else None)


def _limit(case: Case, before: list[str], key: str) -> Limit | None:
    """The length of time that ends at this step and begins last on the line before it; else one
    that is kept before something else, such as the first session."""
    event = kinds.kind_of(case).event
    starts = {event(each): place for place, each in enumerate(before)}
    ending = [rule for rule in case.regulation.deadlines if event(key) in rule.ends]
    found = [rule for rule in ending if rule.starts in starts]
    ahead = next((rule for rule in ending if rule.bound == Bound.BEFORE), None)
    return max(found, key=lambda rule: starts[rule.starts], default=ahead)


def _by(case: Case, process: Process, key: str) -> str:
    for arrow in process.arrows:
        if arrow.target == key and arrow.receiver_tier in (None, case.receiver_tier):
            return str(case.receiver) if arrow.by == Actor.RECEIVER else arrow.by.label
    return ""


def _reachable(case: Case, process: Process) -> set[str]:
    """Some steps are only for what an office of another tier took."""
    fitting = [a for a in process.arrows if a.receiver_tier in (None, case.receiver_tier)]
    seen, frontier = set(), [process.initial]
    while frontier:
        key = frontier.pop()
        if key not in seen:
            seen.add(key)
            frontier += [arrow.target for arrow in fitting if arrow.source == key]
    return seen


def _reached(case: Case) -> dict[str, datetime]:
    """When each step was come to, the last time."""
    moves = case.events.exclude(source=F("target")).order_by("sequence")
    return dict(moves.values_list("target", "at"))


def _here(case: Case, line: list[str], reached: dict[str, datetime]) -> int:
    """The place of the present step; off the line, that of the step it left the line at."""
    if case.state in line:
        return line.index(case.state)
    return max((place for place, key in enumerate(line) if key in reached), default=0)
