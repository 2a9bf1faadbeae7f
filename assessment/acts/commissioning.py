"""A commission and its answers (HB-01, LC-03)."""

from assessment.services import commissioning
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act("ask", "向评价机构提交需求", form=NoteForm, effect=commissioning.ask),
    Act("agree", "接受委托", form=NoteForm, effect=commissioning.agree),
    Act("decline", "不接受委托", form=ReasonForm, effect=commissioning.decline, tone="danger"),
    Act("submit", "报送", form=NoteForm, effect=commissioning.submit),
    Act("send_back", "退回", form=ReasonForm, effect=commissioning.send_back, tone="secondary"),
    Act("grant", "备案并出具委托函", form=NoteForm, effect=commissioning.grant),
    Act(
        "withdraw",
        "撤回",
        form=NoteForm,
        effect=commissioning.withdraw,
        tone="danger",
        optional=True,
    ),
)
