"""Who acts on a violation: the party, the office that has it, the office above."""

from django.db.models import Q

from accounts.enums import OFFICE_STAFF, SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from supervision.enums import ViolationState
from supervision.models.offices import DECIDERS
from supervision.models.recusing import agencies_tied_to, is_tied_to


def concludes(case, user) -> bool:
    """The portal itself, once nothing can be asked any more."""
    system = user.pk is None and user.is_authenticated
    return system and not (case.state == ViolationState.DECIDED and case.may_be_appealed)


def is_party(case, user) -> bool:
    """The party's own people: those of the agency, or the person who served."""
    if user.pk is None:
        return False
    if case.owner_id:
        return holds(user, case.owner_id, *SPEAKERS)
    return bool(case.examiner_id and case.examiner.user_id == user.pk)


def violations_hidden_from(user: User) -> Q:
    """Violations, as cases, that are still looked into, of which the party was never told: whoever
    is tied to it is not to know, whatever else he or she does for an office."""
    tied = agencies_tied_to(user).values("pk")
    theirs = Q(violation__agency__in=tied) | Q(violation__examiner__user=user)
    theirs |= Q(violation__examiner__agency__in=tied)
    theirs |= Q(violation__entry__plan__agency__in=tied)
    return Q(violation__isnull=False, violation__notified_at=None) & theirs


def is_tied(case, user) -> bool:
    """Recusal (回避): nobody acts for an office on an agency to which one is tied, or oneself."""
    oneself = bool(case.examiner_id and case.examiner.user_id == user.pk)
    return oneself or is_tied_to(user, case.party_agency)


def works_on(case, user) -> bool:
    """An officer of the office that has the case."""
    return (
        user.pk is not None
        and holds(user, case.office_id, *OFFICE_STAFF)
        and not is_tied(case, user)
    )


def speaks(case, user) -> bool:
    """The party; for a person, who may have no account, an officer writes down what was said."""
    return is_party(case, user) or (case.owner_id is None and works_on(case, user))


def decides(case, user) -> bool:
    """A second person with a deciding role: never who proposed it to the party."""
    return (
        works_on(case, user)
        and holds(user, case.office_id, *DECIDERS)
        and user.pk != case.proposed_by_id
    )


def dismisses(case, user) -> bool:
    """Before the notice somebody else than who opened it; afterwards whoever may decide."""
    first = case.created_by_id if case.proposed_by_id is None else None
    return decides(case, user) and user.pk != first


def reviews(case, user) -> bool:
    """A deciding officer of the office above, who has not decided it below."""
    return decides(case, user) and user.pk != case.decided_by_id


def releases(case, user) -> bool:
    """A deciding officer of the office whose decision holds."""
    return works_on(case, user) and holds(user, case.office_id, *DECIDERS)
