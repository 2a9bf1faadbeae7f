"""What becomes of a change of a filed plan."""

from assessment.services import changing
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act("approve", "同意变更", form=NoteForm, effect=changing.approve),
    Act("send_back", "退回", form=ReasonForm, effect=changing.send_back, tone="secondary"),
    Act("withdraw", "撤回", form=NoteForm, effect=changing.withdraw, tone="danger", optional=True),
)
