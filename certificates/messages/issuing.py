"""Who is told that certificates are there."""

from collections.abc import Iterable

from accounts.enums import Role
from assessment.messages.plans import people, sides
from casework.kinds import Message
from casework.models import Case, Event
from casework.services.filed import facts_of

REVIEWERS = (Role.REVIEWER,)


def certified(case: Case, event: Event) -> Iterable[Message]:
    """Both sides, and the offices that took the results."""
    facts = facts_of(event)
    body = f"共核发职业技能等级证书 {facts['certificates']} 本。"
    if facts["unprintable"]:
        body += f"另有 {facts['unprintable']} 人未能制证，原因已登记。"
    yield Message(people(*sides(case)), f"{case.title}：证书已核发", f"{body}持证人可以公开查询。")
    offices = {case.office_id, case.receiver_id} - {None}
    yield Message(people(*offices, roles=REVIEWERS), f"{case.title}：证书已核发", body)
