"""Numbers of registrations: `PJ2026000001-00017`, running within the plan."""

from assessment.models import Plan
from casework.services import numbering


def take(plan: Plan, count: int = 1) -> list[str]:
    """The next numbers of a plan; inside a transaction, as `numbering.take_many`."""
    numbers = numbering.take_many(f"entry/{plan.number}", count)
    return [f"{plan.number}-{number:05d}" for number in numbers]
