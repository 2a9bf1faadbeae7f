"""Who proposes, approves and carries out the destruction of records."""

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.models import Organisation, User
from accounts.selectors import holds

APPROVERS = (Role.MANAGER, Role.SIGNER)


def keeps(user: User, keeper: Organisation) -> bool:
    """Whether somebody works on the archive of an organisation: of a bureau its staff, of others
    managers and clerks."""
    return holds(user, keeper.pk, *(OFFICE_STAFF if keeper.is_bureau else SPEAKERS))


def works_on(case, user) -> bool:
    """Somebody of the side that keeps the records."""
    return isinstance(user, User) and keeps(user, case.keeper)


def approves(case, user) -> bool:
    """A manager of the keeper (of a bureau also who signs for it), never who proposed it."""
    return (
        isinstance(user, User)
        and holds(user, case.keeper_id, *APPROVERS)
        and user.pk != case.proposed_by_id
    )


def destroys(case, user) -> bool:
    """Somebody of the keeper, never who approved it: two people see every record go."""
    return works_on(case, user) and user.pk != case.approved_by_id
