"""Who is told of a correction before issue."""

from collections.abc import Iterable

from casework.kinds import Message
from casework.models import Event
from certificates.models import HolderCorrection
from certificates.selectors import visible

OUTCOMES = {"agreed": "已更正", "refused": "未同意", "withdrawn": "已撤回"}


def decided(case: HolderCorrection, event: Event) -> Iterable[Message]:
    """What became of it, to the agency and whoever proposed it."""
    told = {user.pk: user for user in (case.proposed_by, *visible.people_of(case.owner))}
    yield _message(case, event, told)


def withdrawn(case: HolderCorrection, event: Event) -> Iterable[Message]:
    """That it was taken back, to the side that would have decided."""
    yield _message(case, event, {user.pk: user for user in visible.people_of(case.side)})


def _message(case: HolderCorrection, event: Event, told: dict) -> Message:
    told.pop(event.actor_id, None)
    subject = f"{case.title}：{OUTCOMES[event.target]}"
    body = f"事由：{case.get_cause_display()}。评价计划 {case.of_plan.number}。"
    return Message(list(told.values()), subject, body)
