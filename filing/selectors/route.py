"""Where a filing stands on the main line of its regulation: what is done, what is now, what next
and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.enums import Progress
from casework.models import Deadline
from catalogue.regulations.basis import Rule
from catalogue.regulations.process import FilingProcess
from catalogue.regulations.schema import Deadline as Limit
from catalogue.regulations.terms import Actor, FilingStep
from filing.models import Filing

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


def stations(filing: Filing) -> list[Station]:
    """The main line for an office of the receiver's tier, up to the end where it ended early."""
    process = filing.regulation.processes.filing
    line = [step for step in process.main_line if step.key in _reachable(filing, process)]
    reached = _reached(filing)
    here = _here(filing, [step.key for step in line], reached)
    if not filing.is_open:
        line = line[: here + 1]
    running = filing.deadlines.filter(progress=Progress.RUNNING)
    clocks = {deadline.key: deadline for deadline in running}
    made = []
    for place, step in enumerate(line):
        state = DONE if place < here or not filing.is_open else NOW if place == here else NEXT
        base = Station(step.key.label, state, step, step.text)
        if state == NEXT:
            limit = _limit(filing, [each.key for each in line[:place]], step.key)
            made.append(_ahead(base, _by(filing, process, step.key), limit, clocks))
        else:
            made.append(replace(base, at=reached.get(step.key)))
    return made


def _ahead(base: Station, by: str, limit: Limit | None, clocks: dict[str, Deadline]) -> Station:
    if limit is None:
        return replace(base, by=by)
    clock = clocks.get(limit.key)
    return replace(base, by=by, within=limit.text, due_on=clock.due_on if clock else None)


def _limit(filing: Filing, before: list[FilingStep], key: FilingStep) -> Limit | None:
    """The length of time that ends at this step and begins last on the line before it."""
    starts = {f"filing.{each}": place for place, each in enumerate(before)}
    found = [
        rule
        for rule in filing.regulation.deadlines
        if f"filing.{key}" in rule.ends and rule.starts in starts
    ]
    return max(found, key=lambda rule: starts[rule.starts], default=None)


def _by(filing: Filing, process: FilingProcess, key: FilingStep) -> str:
    for arrow in process.arrows:
        if arrow.target == key and arrow.receiver_tier in (None, filing.receiver_tier):
            return str(filing.receiver) if arrow.by == Actor.RECEIVER else arrow.by.label
    return ""


def _reachable(filing: Filing, process: FilingProcess) -> set[FilingStep]:
    """Some steps are only for what an office of another tier took."""
    fitting = [a for a in process.arrows if a.receiver_tier in (None, filing.receiver_tier)]
    seen, frontier = set(), [process.initial]
    while frontier:
        key = frontier.pop()
        if key not in seen:
            seen.add(key)
            frontier += [arrow.target for arrow in fitting if arrow.source == key]
    return seen


def _reached(filing: Filing) -> dict[str, datetime]:
    """When each step was come to, the last time."""
    return dict(filing.events.order_by("sequence").values_list("target", "at"))


def _here(filing: Filing, line: list[FilingStep], reached: dict[str, datetime]) -> int:
    """The place of the present step; off the line, that of the step it left the line at."""
    if filing.state in line:
        return line.index(filing.state)
    return max((place for place, key in enumerate(line) if key in reached), default=0)
