"""Whose turn it is after an act."""

from casework import parties
from casework.models import Case


def hand_on(case: Case, process: str = "filing") -> None:
    """Give the case to the office that the regulation has act next, if that is another; then
    nobody has it yet. For effects: the state is the new one already."""
    if (office := parties.next_office(case, process)) and office.pk != case.office_id:
        case.office, case.assignee = office, None
