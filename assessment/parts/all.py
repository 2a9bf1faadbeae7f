"""The parts in their order on the page."""

from accounts.models import User
from assessment.parts import MakePart, Part, entries, planning, roster
from casework.models import Case

PLAN: tuple[MakePart, ...] = (planning.part, entries.part, roster.part)
COMMISSION: tuple[MakePart, ...] = ()


def parts_for(makers: tuple[MakePart, ...], case: Case, user: User) -> list[Part]:
    """What this person sees of a case."""
    return [part for make in makers if (part := make(case, user))]
