"""What the receiving bureau answers (LC-10)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from filing.services import acceptance

ACTS = (
    Act("accept", "受理", form=NoteForm, effect=acceptance.accept),
    Act(
        "request_supplement",
        "一次性告知补正",
        form=NoteForm,
        effect=acceptance.request_supplement,
        tone="secondary",
    ),
    Act("refuse", "不予受理", form=ReasonForm, effect=acceptance.refuse, tone="danger"),
)
