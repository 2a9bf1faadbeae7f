"""Who may print and read what of the papers of the day."""

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import holds
from assessment.enums import PrintKind
from assessment.models import Plan, PrintRun
from assessment.selectors.entries import client_of, of_agency, of_client

# ID numbers stand on these in full: they are the candidate's own paper.
IN_FULL = (PrintKind.TICKETS, PrintKind.TICKETS_EACH)


def kinds_for(user: User, plan: Plan) -> tuple[PrintKind, ...]:
    """What somebody may print: the agency's managers and clerks everything, the client's the
    tickets of its people."""
    if of_agency(user, plan):
        return tuple(PrintKind)
    return IN_FULL if of_client(user, plan) else ()


def reader_of(user: User, plan: Plan) -> Organisation | None:
    """For which organisation somebody may read what shows ID numbers in full: the agency, the
    client, the office that has the plan."""
    if of_agency(user, plan):
        return plan.owner
    if of_client(user, plan):
        return client_of(plan)
    if plan.office_id and holds(user, plan.office_id, Role.REVIEWER):
        return plan.office
    return None


def may_read(user: User, run: PrintRun) -> bool:
    """Who sees the plan reads the sheets, on which ID numbers are masked; of tickets see
    `reader_of`."""
    return run.kind not in IN_FULL or reader_of(user, run.plan) is not None
