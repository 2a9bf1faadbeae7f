"""How a plan is filed, answered and announced."""

from assessment.messages import plans as tell
from assessment.services import planning
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act("file_plan", "报备计划", form=NoteForm, effect=planning.file, messages=tell.filed),
    Act("approve_plan", "备案", form=NoteForm, messages=tell.approved),
    Act(
        "return_plan",
        "退回计划",
        form=ReasonForm,
        messages=tell.returned,
        tone="secondary",
    ),
    Act(
        "announce",
        "发布评价公告",
        form=NoteForm,
        effect=planning.announce,
        messages=tell.announced,
        warning="公告会公开显示，内容由计划生成。",
    ),
    Act("open_enrolment", "开放报名", form=NoteForm, effect=planning.open_enrolment),
)
CANCEL = Act(
    "cancel",
    "取消计划",
    form=ReasonForm,
    effect=planning.cancel,
    messages=tell.cancelled,
    tone="danger",
    warning="取消后计划办结，公告撤下并公开原因。已报名的人没有账号，请按名册逐一通知。",
    optional=True,
)
