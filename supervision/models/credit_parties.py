"""Who acts on credit: the office that rates, the agency that is rated."""

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.selectors import holds

DECIDERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)


def prepares(case, user) -> bool:
    """Whoever works in the office."""
    return user.pk is not None and holds(user, case.office_id, *OFFICE_STAFF)


def directs(case, user) -> bool:
    """Whoever decides for the office."""
    return user.pk is not None and holds(user, case.office_id, *DECIDERS)


def is_system(case, user) -> bool:
    """The portal itself, when the publicity is over."""
    return user.pk is None and user.is_authenticated


def is_tied(agency, user) -> bool:
    """Recusal (回避): nobody acts for an office on the organisation he belongs to."""
    return agency.organisation_id is not None and holds(user, agency.organisation_id)


def decides(case, user) -> bool:
    """A second person: whoever decides for the office, did not publish what is contested, did not
    take the contest down, and does not belong to the agency."""
    rated = case.item.round
    published = rated.publications.order_by("pk").values_list("published_by", flat=True).first()
    return (
        directs(case, user)
        and user.pk not in (published, case.created_by_id)
        and not is_tied(case.item.agency, user)
    )


def speaks(case, user) -> bool:
    """The agency's people; for one without an account here, the office takes it down."""
    if user.pk is None:
        return False
    if case.owner_id:
        return holds(user, case.owner_id, *SPEAKERS)
    return prepares(case, user) and not is_tied(case.item.agency, user)
