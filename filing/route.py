"""Where a filing stands on the main line of its regulation: what is done, what is now, what next
and by when."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.enums import Progress
from casework.models import Deadline
from catalogue.regulations.basis import Rule
from catalogue.regulations.process import FilingProcess
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
        base = Station(step.key.label, state, step, step.text, at=reached.get(step.key))
        made.append(base if state != NEXT else _ahead(filing, process, base, step.key, clocks))
    return made


def _ahead(filing, process: FilingProcess, base: Station, key: FilingStep, clocks) -> Station:
    rule = next((d for d in filing.regulation.deadlines if f"filing.{key}" in d.ends), None)
    clock: Deadline | None = clocks.get(rule.key) if rule else None
    return Station(
        label=base.label,
        state=NEXT,
        rule=base.rule,
        text=base.text,
        by=_by(filing, process, key),
        within=rule.text if rule else "",
        due_on=clock.due_on if clock else None,
    )


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
