"""What stands on the page of a complaint, and of an explanation."""

from accounts.models import User
from accounts.selectors import staffed_by
from casework.parts import Part
from supervision import categories
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
    }
    return Part("supervision/complaints/part.html", shown)


def explanation(case: Explanation, user: User) -> Part:
    """The question and the answer; the complaint only for an office from which it is not hidden."""
    knows = bool(staffed_by(user)) and not is_barred(user, case.because_of)
    return Part("supervision/complaints/explanation.html", {"case": case, "knows": knows})
