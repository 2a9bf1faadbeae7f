"""A commission and its answers (HB-01, LC-03)."""

from assessment.forms.commissions import AgreeForm, GrantForm, SubmitForm
from assessment.messages import commissions as tell
from assessment.services import commissioning
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act(
        "ask",
        "向评价机构提交需求",
        form=NoteForm,
        effect=commissioning.ask,
        messages=tell.asked,
        warning="提交后评价机构可以看到全部内容；职业、等级和人数不能再修改，需要调整的撤回后重新提出。",
    ),
    Act(
        "agree",
        "接受委托",
        form=AgreeForm,
        effect=commissioning.agree,
        messages=tell.agreed,
    ),
    Act(
        "decline",
        "不接受委托",
        form=ReasonForm,
        messages=tell.declined,
        tone="danger",
        warning="委托就此办结，理由会告知委托企业。",
    ),
    Act(
        "submit",
        "报送鉴定中心",
        form=SubmitForm,
        effect=commissioning.submit,
        messages=tell.submitted,
    ),
    Act("send_back", "退回", form=ReasonForm, messages=tell.returned, tone="secondary"),
    Act(
        "grant",
        "同意并出具文书",
        form=GrantForm,
        effect=commissioning.grant,
        messages=tell.granted,
        warning="文书编号后发出，不能更改。",
    ),
    Act(
        "withdraw",
        "撤回",
        form=NoteForm,
        messages=tell.withdrawn,
        tone="danger",
        warning="撤回后委托办结，需要时重新提出。",
        optional=True,
    ),
)
