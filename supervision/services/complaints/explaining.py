"""An office asks an organisation to explain something, without a word on who complained."""

from accounts.models import Organisation, User
from casework import kinds
from casework.kinds import Message
from casework.services import door, holders, notices
from supervision.enums import ExplanationState
from supervision.models import Complaint, Explanation
from supervision.services.complaints import opening
from supervision.services.complaints.secrecy import refuse_identity


def ask(case: Complaint, *, actor: User, subject: str, question: str, **_) -> dict:
    """Effect of the act on a locked complaint: ask the accused organisation to explain. It sees
    what is written here, in a case of its own, and nothing of the complaint.

    Raises ValidationError where the words name the complainant.
    """
    for text in (subject, question):
        refuse_identity(case, text)
    opened = _open(case, case.accused, actor, subject.strip(), question.strip())
    return {"explanation": opened.number}


def _open(
    case: Complaint, accused: Organisation, actor: User, subject: str, question: str
) -> Explanation:
    opened = door.open_case(
        kinds.by_code("explanation"),
        actor=actor,
        state=ExplanationState.ASKED,
        title=f"情况说明：{subject}",
        owner=accused,
        division=accused.division,
        office=case.office,
        receiver=case.office,
        because_of=case,
        question=question,
    )
    people = holders.people([accused.pk])
    notices.tell([Message(people, f"请说明情况：{subject}", question)], case=opened)
    return opened


# --- Effects on a locked explanation ------------------------------------------------------------


def give(case: Explanation, *, actor: User, text: str, **_) -> None:
    """The organisation explains; whoever handles the complaint is told."""
    case.text = text.strip()
    opening.tell_handlers(case.because_of, "被询问的单位已说明情况")
