"""Who is told that there are results."""

from collections.abc import Iterable

from accounts.models import User
from assessment.messages.plans import people
from casework.kinds import Message
from casework.models import Case, Event


def scored(case: Case, event: Event) -> Iterable[Message]:
    """The agency and the office of the place: the results are there."""
    yield Message(
        _without(people(case.owner_id, case.office_id or case.receiver_id), event.actor_id),
        f"{case.title}：评价结果已生成",
        "评分已完成，结果可在事项页查看。",
    )


def _without(users: list[User], pk: int | None) -> list[User]:
    return [user for user in users if user.pk != pk]
