"""Who may take up a case and pass it on. Which acts are open, its machine says."""

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.models import User
from accounts.selectors import holds, staffed_by, territory
from casework import kinds
from casework.models import Case

SUPPLEMENT = "supplement"  # the step of every process at which the applicant mends the papers


def works_in_office_of(user: User, case: Case) -> bool:
    """Whether `user` belongs to the office that has the case now, and may know of it."""
    works = case.office_id is not None and holds(user, case.office_id, *OFFICE_STAFF)
    return works and not kinds.is_hidden(case, user)


def sees_inner_side(user: User, case: Case) -> bool:
    """Notes and names that officers keep among themselves are for those who see the case as
    officers: never for the owner's members, nor for somebody on its panel who is an officer
    elsewhere, nor for an officer who must step back."""
    inner = _sees_as_officer(user, case) and not holds(user, case.owner_id)
    return inner and not kinds.is_barred(case, user) and not kinds.is_hidden(case, user)


def _sees_as_officer(user: User, case: Case) -> bool:
    """Whether an office in which `user` works has the case, received it or governs it."""
    place = case.division.code if case.division_id else ""
    return any(
        office.pk in (case.office_id, case.receiver_id)
        or (place.startswith(territory(office)) and case.kind in kinds.dealt_with(office))
        for office in staffed_by(user)
    )


def may_take(user: User, case: Case) -> bool:
    """Anybody of the office may take up an open case that nobody has."""
    return case.is_open and case.assignee_id is None and works_in_office_of(user, case)


def may_pass_on(user: User, case: Case) -> bool:
    """Who has it, or a manager of the office, may hand it over or give it back."""
    return (
        case.is_open
        and case.assignee_id is not None
        and works_in_office_of(user, case)
        and (case.assignee_id == user.pk or holds(user, case.office_id, Role.MANAGER))
    )


def may_add_papers(user: User, case: Case) -> bool:
    """The owner's people while the case waits for them (a kind overrules that by its properties
    `takes_materials` and `handed_in_by`, the keys of the organisations whose people may then); the
    office's people as long as the case is open."""
    if not case.is_open:
        return False
    waits = case.state in (*kinds.kind_of(case).drafts, SUPPLEMENT)
    if getattr(case, "takes_materials", waits) and _applies(user, case):
        return True
    return works_in_office_of(user, case)


def _applies(user: User, case: Case) -> bool:
    if case.owner_id is None:
        return case.created_by_id == user.pk
    givers = getattr(case, "handed_in_by", (case.owner_id,))
    return any(holds(user, pk, *SPEAKERS) for pk in givers)
