"""How a filing is evaluated (LC-11, LN-04, SD-06)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from filing.services import evaluation

ACTS = (
    Act("evaluate", "组织技术评估", form=NoteForm, effect=evaluation.convene),
    Act("pass_evaluation", "评估通过", form=NoteForm, effect=evaluation.conclude),
    Act(
        "fail_evaluation", "评估不通过", form=ReasonForm, effect=evaluation.conclude, tone="danger"
    ),
)
