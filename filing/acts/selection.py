"""Selection on merit and publicity of the outcome (SD-06, SD-07)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from filing.services import selection

ACTS = (
    Act("select", "择优遴选", form=NoteForm, effect=selection.select),
    Act("decline", "不予遴选", form=ReasonForm, effect=selection.decline, tone="danger"),
    Act("publicise", "公示评估结果", form=NoteForm, effect=selection.publicise),
    Act("clear", "公示期满无异议", effect=selection.clear),
    Act("reopen", "异议成立，重新评估", form=ReasonForm, effect=selection.reopen, tone="danger"),
)
