"""Who acts on appointments and visits of quality supervisors."""

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.selectors import holds
from config import clock
from supervision.enums import CorpsSide
from supervision.models.recusing import is_tied_to

DECIDERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)


def appoints(case, user) -> bool:
    """Of a bureau whoever decides, of an agency its manager; nobody for himself."""
    if user.pk is None or case.person_id == user.pk:
        return False
    if case.side == CorpsSide.EXTERNAL:
        return holds(user, case.office_id, *DECIDERS)
    return holds(user, case.owner_id, Role.MANAGER)


def is_barred(case, user) -> bool:
    """Recusal (回避): whoever is tied to the agency that is visited; the supervisor was asked
    when he or she was drawn."""
    return not is_sent(case, user) and is_tied_to(user, case.agency)


def is_sent(case, user) -> bool:
    """The supervisor whose visit it is."""
    return user.pk is not None and case.person_id == user.pk


def works_on(case, user) -> bool:
    """Staff of the office that sent, except in their own visit or in the matter of an agency to
    which they are tied."""
    return (
        user.pk is not None
        and holds(user, case.office_id, *OFFICE_STAFF)
        and not is_sent(case, user)
        and not is_barred(case, user)
    )


def directs(case, user) -> bool:
    """Whoever decides in the office that sent."""
    return works_on(case, user) and holds(user, case.office_id, *DECIDERS)


def directs_or_is_system(case, user) -> bool:
    """Whoever decides in the office, or the portal where an appointment holds no more."""
    return is_system(case, user) or directs(case, user)


def comments(case, user) -> bool:
    """The agency's people, as long as they have time for it."""
    return (
        user.pk is not None
        and case.agency.organisation_id is not None
        and holds(user, case.agency.organisation_id, *SPEAKERS)
        and not is_sent(case, user)
        and case.comment_until is not None
        and clock.today() <= case.comment_until
    )


def is_system(case, user) -> bool:
    """The portal itself."""
    return user.pk is None and user.is_authenticated
