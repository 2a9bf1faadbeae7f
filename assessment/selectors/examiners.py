"""Whose people an agency's staff are, and who may see and keep them."""

from django.db.models import QuerySet

from accounts.enums import SPEAKERS, Role
from accounts.models import Membership, User
from accounts.selectors import holds
from assessment.models import Examiner
from config import clock
from filing.models import Agency
from filing.selectors.register import run_by

CALLED = (*SPEAKERS, Role.ASSESSOR)


def kept_by(user: User) -> QuerySet[Agency]:
    """The agencies whose staff somebody keeps: as a manager or clerk."""
    return run_by(user)


def examiners_visible_to(user: User) -> QuerySet[Examiner]:
    """The people of one's own agencies; nobody else's."""
    return Examiner.objects.filter(agency__in=kept_by(user)).select_related("agency", "user")


def may_see_in_full(user: User, examiner: Examiner) -> bool:
    """Managers and clerks of the agency."""
    return holds(user, examiner.agency.organisation_id, *SPEAKERS)


def accounts_of(agency: Agency) -> QuerySet[User]:
    """The members of an agency's organisation today, whose accounts may be linked."""
    held = Membership.objects.on(clock.today())
    rows = held.filter(organisation=agency.organisation_id, role__in=CALLED)
    return User.objects.filter(pk__in=rows.values("user")).order_by("name", "username")
