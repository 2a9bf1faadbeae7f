"""Who must step back from an agency's matters (回避)."""

from django.db.models import Q, QuerySet

from accounts.models import User
from assessment.models import Examiner
from config import clock
from filing.models import Agency
from filing.selectors import recusal


def agencies_tied_to(user: User) -> QuerySet[Agency]:
    """The agencies of which `is_tied_to` says so, as a condition for lists."""
    today = clock.today()
    tied = Q(organisation__in=recusal.organisations_of(user, today).values("pk"))
    tied |= Q(credit_code__in=recusal.codes_of(user, today).values("code"))
    tied |= Q(pk__in=_examined_by(user).values("agency"))
    return Agency.objects.filter(tied)


def is_tied_to(user: User, agency: Agency) -> bool:
    """Whether a person belongs to an agency or did in the last years, examines for it, or has
    declared a tie. Kept on the user object for the length of a request, as every row of a desk
    asks."""
    if "_ties" not in user.__dict__:
        user.__dict__["_ties"] = _ties_of(user)
    organisations, codes, agencies = user.__dict__["_ties"]
    return (
        agency.organisation_id in organisations
        or agency.credit_code in codes
        or agency.pk in agencies
    )


def _ties_of(user: User) -> tuple[frozenset, frozenset, frozenset]:
    today = clock.today()
    return (
        frozenset(recusal.organisations_of(user, today).values_list("pk", flat=True)),
        frozenset(recusal.codes_of(user, today).values_list("code", flat=True)),
        frozenset(_examined_by(user).values_list("agency", flat=True)),
    )


def _examined_by(user: User) -> QuerySet[Examiner]:
    """As whom the person examines today."""
    return Examiner.objects.filter(user=user, left_on=None)
