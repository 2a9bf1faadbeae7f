"""What the applicant does."""

from collections.abc import Iterable

from casework.forms import NoteForm
from casework.kinds import Act, Message
from casework.models import Case, Event
from filing.services import applying


def tells_the_office(subject: str):
    """A notice to those of the receiving office who have the case, or may accept it."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        to = [case.assignee] if case.assignee else applying.acceptors_of(case)
        yield Message(to, f"{case.title}：{subject}", f"事项编号 {case.number}。")

    return messages


ACTS = (
    Act(
        "submit",
        "提交申请",
        effect=applying.submit,
        messages=tells_the_office("新的备案申请，请受理"),
        page="filing:review",
    ),
    Act(
        "resubmit",
        "提交补正材料",
        effect=applying.submit,
        messages=tells_the_office("补正材料已提交"),
        page="filing:review",
    ),
    Act(
        "withdraw",
        "撤回申请",
        form=NoteForm,
        tone="danger",
        warning="撤回后，本次申请办结；需要时可以重新申请。",
        optional=True,
    ),
)
