"""Who is told that numbers are others than those that were filed."""

from collections.abc import Iterable

from accounts.enums import Role
from assessment.messages.plans import people
from assessment.models import Plan
from casework.kinds import Message


def numbered_anew(plan: Plan, count: int) -> Iterable[Message]:
    """The offices that reviewed the forms: what stands on them is not what is issued."""
    offices = {plan.office_id, plan.receiver_id} - {None}
    yield Message(
        people(*offices, roles=(Role.REVIEWER,)),
        f"{plan.title}：证书重新编号",
        f"发证年份与报送时不同，{count} 个证书编号已重新编号，原编号作空号登记。",
    )
