"""Which personal numbers in an application are shown in full, to whom, on record."""

from django.db.models import QuerySet

from accounts.enums import OFFICE_STAFF
from accounts.models import User
from accounts.selectors import holds
from accounts.services import unmask
from casework import rules, selectors
from filing.models import Filing, Submission

FIELDS = {"contact_numbers": "联系电话", "people_numbers": "人员证件号码和电话"}


def submissions_visible_to(user: User) -> QuerySet[Submission]:
    """Those of the filings that one sees."""
    filings = Filing.objects.filter(pk__in=selectors.cases_visible_to(user, "filing").values("pk"))
    return Submission.objects.filter(filing__in=filings).select_related("filing")


def may_see_numbers(user: User, submission: Submission) -> bool:
    """The officers of the office that has the case, or that took it."""
    filing = submission.filing
    took = holds(user, filing.receiver_id, *OFFICE_STAFF)
    works = took or rules.works_in_office_of(user, filing)
    return works and rules.sees_inner_side(user, filing)


def register() -> None:
    """Make them known to the unmasking page."""
    unmask.register(unmask.Guarded(Submission, FIELDS, submissions_visible_to, may_see_numbers))
