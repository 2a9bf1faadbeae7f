"""Who acts on random inspections: the office, the inspectors drawn, the agency."""

from accounts.enums import OFFICE_STAFF, Role
from accounts.selectors import holds

DECIDERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)
OF_AGENCY = (Role.MANAGER, Role.CLERK)


def prepares(case, user) -> bool:
    """Whoever works in the office of a campaign."""
    return user.pk is not None and holds(user, case.office_id, *OFFICE_STAFF)


def directs(case, user) -> bool:
    """Whoever decides in the office."""
    return user.pk is not None and holds(user, case.office_id, *DECIDERS)


def is_of_agency(case, user) -> bool:
    """Whether `user` belongs to the inspected agency, and so must step back (回避)."""
    return case.agency.organisation_id is not None and holds(user, case.agency.organisation_id)


def inspects(case, user) -> bool:
    """An inspector who was sent and has not stepped back."""
    if user.pk is None or is_of_agency(case, user):
        return False
    return any(row.user_id == user.pk and row.left_at is None for row in case.inspectors.all())


def looks_after(case, user) -> bool:
    """Staff of the office, except in their own agency's matter."""
    return prepares(case, user) and not is_of_agency(case, user)


def decides(case, user) -> bool:
    """Somebody of the office with a deciding role who has not inspected."""
    ever = any(row.user_id == user.pk for row in case.inspectors.all())
    return directs(case, user) and not ever and not is_of_agency(case, user)


def rechecks(case, user) -> bool:
    """The inspectors, or whoever decides."""
    return inspects(case, user) or decides(case, user)


def answers(case, user) -> bool:
    """The agency's people; for one without an account here the office writes down what it said."""
    if user.pk is None:
        return False
    if case.owner_id:
        return holds(user, case.owner_id, *OF_AGENCY)
    return looks_after(case, user)


def is_system(case, user) -> bool:
    """The portal itself: an inspection falls away only with its draw."""
    return user.pk is None and user.is_authenticated
