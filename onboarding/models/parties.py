"""Who acts on the cases of onboarding."""

from accounts.enums import Role
from accounts.selectors import holds

DECIDERS = (Role.ACCEPTOR, Role.REVIEWER)


def decides(case, user) -> bool:
    """An officer of the office that has the case; nobody in the matter of his own organisation."""
    if case.office_id is None or holds(user, case.owner_id):
        return False
    return holds(user, case.office_id, *DECIDERS)


def applies(case, user) -> bool:
    """A manager of the organisation that the case is about, confirmed or not."""
    return case.owner_id is not None and holds(user, case.owner_id, Role.MANAGER)
