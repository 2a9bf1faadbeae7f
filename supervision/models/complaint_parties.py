"""Whom a complaint is hidden from, and who handles it."""

from django.db.models import Q

from accounts.enums import SPEAKERS, Role
from accounts.models import User
from accounts.selectors import holds, organisations_of
from assessment.models import Examiner
from casework.models import Case
from config import clock
from filing.selectors import recusal

HANDLERS = (Role.ACCEPTOR, Role.REVIEWER)


def complaints_hidden_from(user: User) -> Q:
    """Complaints, as cases, against whom the person is tied to: one's own organisation of the last
    three years, a declared tie, one for which one examines; and those from which one stepped back.
    Whoever is accused belongs to the accused organisation."""
    return Q(pk__in=_hidden(user).values("pk"))


def explanations_hidden_from(user: User) -> Q:
    """What was asked of an organisation because of a complaint that is hidden from the person,
    except from those whom it was asked of."""
    asked = Q(explanation__because_of__in=_hidden(user).values("pk"))
    found = Case.objects.filter(asked).exclude(owner__in=organisations_of(user))
    return Q(pk__in=found.values("pk"))


def is_barred(user: User, complaint: Case) -> bool:
    """Whether the complaint is hidden from the person. Kept on the user object for the length of a
    request, as every row of a desk asks."""
    if "_barred_complaints" not in user.__dict__:
        user.__dict__["_barred_complaints"] = frozenset(_hidden(user).values_list("pk", flat=True))
    return complaint.pk in user.__dict__["_barred_complaints"]


def handles(complaint: Case, user: User) -> bool:
    """An officer of the office that has the complaint, from whom it is not hidden."""
    if not isinstance(user, User) or complaint.office_id is None:
        return False
    return holds(user, complaint.office_id, *HANDLERS) and not is_barred(user, complaint)


def explains(explanation: Case, user: User) -> bool:
    """A manager or clerk of the organisation that was asked."""
    return holds(user, explanation.owner_id, *SPEAKERS)


def _hidden(user: User):
    today = clock.today()
    examines = Examiner.objects.filter(user=user, left_on=None)
    return Case.objects.filter(
        Q(complaint__accused__in=recusal.organisations_of(user, today).values("pk"))
        | Q(complaint__accused_code__in=recusal.codes_of(user, today).values("code"))
        | Q(complaint__accused_code__in=examines.values("agency__credit_code"))
        | Q(complaint__bars__user=user)
    )
