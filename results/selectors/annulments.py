"""Which scores a decision of the authority has taken."""

from django.db.models import QuerySet

from assessment.models import Entry, Plan
from catalogue.enums import SubjectKind
from results.models import Annulment

Reasons = dict[tuple[int, str], str]  # by (entry, subject)


def of_plan(plan: Plan) -> Reasons:
    """Why subjects of a plan's registrations count no more."""
    return _reasons(Annulment.objects.filter(entry__plan=plan))


def of_entry(entry: Entry) -> Reasons:
    """The same of one registration."""
    return _reasons(Annulment.objects.filter(entry=entry))


def _reasons(rows: QuerySet[Annulment]) -> Reasons:
    found: Reasons = {}
    for entry, subject, reason in (
        rows.filter(lifted_at=None).order_by("pk").values_list("entry", "subject", "reason")
    ):
        for each in (SubjectKind(subject),) if subject else SubjectKind:
            found.setdefault((entry, str(each)), reason)
    return found
