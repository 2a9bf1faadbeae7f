"""Who acts on inspections: the office, the inspectors, the agency; and from whom one that has not
begun is hidden."""

from django.db.models import Q

from accounts.enums import OFFICE_STAFF, SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from supervision.enums import InspectionCause
from supervision.models.offices import DECIDERS
from supervision.models.recusing import agencies_tied_to, is_tied_to


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
    """Staff of the office, except in the matter of an agency to which they are tied."""
    return prepares(case, user) and not is_tied_to(user, case.agency)


def decides(case, user) -> bool:
    """Somebody of the office with a deciding role who has not inspected."""
    ever = any(row.user_id == user.pk for row in case.inspectors.all())
    return directs(case, user) and not ever and not is_tied_to(user, case.agency)


def approves(case, user) -> bool:
    """A second person of the office with a deciding role, never who proposed it."""
    second = directs(case, user) and user.pk != case.proposed_by_id
    return second and not is_tied_to(user, case.agency)


def withdraws(case, user) -> bool:
    """Who proposed it."""
    return user.pk is not None and user.pk == case.proposed_by_id and prepares(case, user)


def rechecks(case, user) -> bool:
    """The inspectors, or whoever decides."""
    return inspects(case, user) or decides(case, user)


def answers(case, user) -> bool:
    """The agency's people; for one without an account here the office writes down what it said."""
    if user.pk is None:
        return False
    if case.owner_id:
        return holds(user, case.owner_id, *SPEAKERS)
    return looks_after(case, user)


def is_system(case, user) -> bool:
    """The portal itself: an inspection falls away only with its draw or the decision behind it."""
    return user.pk is None and user.is_authenticated


def is_barred(case, user) -> bool:
    """Recusal (回避): whoever is tied to the inspected agency."""
    return is_tied_to(user, case.agency)


def inspections_hidden_from(user: User) -> Q:
    """Inspections for a cause, as cases, of an agency to which the person is tied, before they
    begin and where they never began: nobody is to be warned."""
    known = (InspectionCause.DRAWN, InspectionCause.DECISION)
    tied = Q(inspection__agency__in=agencies_tied_to(user).values("pk"))
    secret = Q(inspection__isnull=False, inspection__begun_at=None)
    return secret & ~Q(inspection__cause__in=known) & tied
