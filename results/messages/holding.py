"""Who is told that the sessions are over."""

from collections.abc import Iterable

from accounts.enums import Role
from assessment.messages.plans import people
from casework.kinds import Message
from casework.models import Case, Event


def held(case: Case, event: Event) -> Iterable[Message]:
    """Those who enter the scores."""
    yield Message(
        people(case.owner_id, roles=(Role.SCORER,)),
        f"{case.title}：评价已完成，请登分",
        "各场到考情况已经登记完毕，在事项页进入成绩录入。",
    )
