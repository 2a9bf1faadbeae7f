"""How a plan is filed, answered and announced."""

from assessment.services import planning
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act("file_plan", "报备计划", form=NoteForm, effect=planning.file),
    Act("approve_plan", "备案", form=NoteForm, effect=planning.approve),
    Act("return_plan", "退回计划", form=ReasonForm, effect=planning.send_back, tone="secondary"),
    Act("announce", "发布评价公告", form=NoteForm, effect=planning.announce),
    Act("open_enrolment", "开放报名", form=NoteForm, effect=planning.open_enrolment),
)
CANCEL = Act(
    "cancel",
    "取消计划",
    form=ReasonForm,
    effect=planning.cancel,
    tone="danger",
    warning="取消后计划办结，已报名人员会收到通知。",
    optional=True,
)
