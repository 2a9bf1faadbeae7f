"""What stands on the page of a complaint, and of an explanation."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors import staffed_by
from casework.models import Case
from casework.parts import Part
from casework.selectors import cases_visible_to
from supervision import categories
from supervision.enums import ComplaintState
from supervision.models import Complaint, Explanation
from supervision.models.complaint_parties import handles, is_barred


def complaint(case: Complaint, user: User) -> Part:
    """What was said, what came of it, and the way to the complainant's identity for who handles
    it."""
    shown = {
        "complaint": case,
        "category": categories.rules().category(case.category),
        "category_name": categories.name_of(case.category),
        "words": list(case.words.select_related("by")),
        "explanations": list(case.explanations.order_by("pk")),
        "leads": list(case.leads.select_related("case")),
        "handles": handles(case, user),
        "inspections": list(_inspections(case, user)),
        "inspects": case.state == ComplaintState.ACCEPTED and handles(case, user),
    }
    return Part("supervision/complaints/part.html", shown)


def _inspections(case: Complaint, user: User) -> QuerySet[Case]:
    """What is inspected because of it, for who may see that."""
    return cases_visible_to(user).filter(inspection__because_of=case.pk).order_by("pk")


def explanation(case: Explanation, user: User) -> Part:
    """The question and the answer; the complaint only for an office from which it is not hidden."""
    knows = bool(staffed_by(user)) and not is_barred(user, case.because_of)
    return Part("supervision/complaints/explanation.html", {"case": case, "knows": knows})
