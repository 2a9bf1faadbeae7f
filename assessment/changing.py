"""What of an approved plan may be changed when, who agrees to it, and how it reads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from assessment.enums import ChangeKind
from catalogue.regulations.process import PlanProcess
from catalogue.regulations.terms import Actor, PlanAct, PlanStep

ANSWER_WITHIN = 3  # working days; no document sets a limit
FROM_ANNOUNCEMENT = (
    PlanStep.ANNOUNCED,
    PlanStep.ENROLMENT,
    PlanStep.ROSTER,
    PlanStep.ROSTER_RETURNED,
)
ARRANGED = (PlanStep.ROSTER_FILED, PlanStep.READY)
STEPS = {
    ChangeKind.DAYS: FROM_ANNOUNCEMENT,
    ChangeKind.SESSION: ARRANGED,
    ChangeKind.ROOM: ARRANGED,
    ChangeKind.STAFF: ARRANGED,
}


@dataclass(frozen=True)
class Difference:
    """A line of a change: what it is, before and after."""

    label: str
    before: str
    after: str


def kinds_at(step: str) -> tuple[ChangeKind, ...]:
    """What can be changed of a plan at a step."""
    return tuple(kind for kind, steps in STEPS.items() if step in steps)


def agreeing(process: PlanProcess, kind: ChangeKind) -> Actor | None:
    """Whose consent a change needs: of the days, whoever approves the plan; of the arrangement,
    whoever approves the arrangement, else the plan. None where nobody approves: there it is told,
    and in force at once."""
    asked = (PlanAct.APPROVE_PLAN,)
    if kind != ChangeKind.DAYS:
        asked = (PlanAct.APPROVE_ROSTER, PlanAct.APPROVE_PLAN)
    for act in asked:
        for arrow in process.arrows:
            if arrow.act == act:
                return arrow.by
    return None


def differences(kind: str, before: dict, after: dict) -> list[Difference]:
    """What stands on the page of a change."""
    if kind == ChangeKind.DAYS:
        return [Difference("评价日期", _days(before), _days(after))]
    if kind == ChangeKind.SESSION:
        return [Difference("考试时间", _hours(before), _hours(after))]
    label = "考场" if kind == ChangeKind.ROOM else "人员"
    return [Difference(label, before["name"], after["name"])]


def plain(values: dict) -> dict:
    """The values without names, for the timeline."""
    return {key: value for key, value in values.items() if key != "name"}


def _days(values: dict) -> str:
    first, last = (date.fromisoformat(values[key]) for key in ("first_on", "last_on"))
    return date_format(first) if first == last else f"{date_format(first)} 至 {date_format(last)}"


def _hours(values: dict) -> str:
    start, end = (
        timezone.localtime(datetime.fromisoformat(values[key])) for key in ("starts_at", "ends_at")
    )
    return f"{date_format(start)} {start:%H:%M}—{end:%H:%M}"
