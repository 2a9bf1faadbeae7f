"""How a filing is evaluated (LC-11, LN-04, SD-06)."""

from collections.abc import Iterable

from accounts.selectors import managers_of
from casework.kinds import Act, Message
from casework.models import Case, Event
from filing.forms.experts import ConclusionForm, ConveneForm
from filing.services import evaluation

CONCLUDE = "filing/panel/conclude.html"
# What the door records without moving the filing, as the timeline calls it.
RECORDS = {
    "convene_again": "重新组建专家组",
    "fill_panel": "补抽专家",
    "step_back": "专家回避",
    "replace_expert": "更换专家",
    "speak": "专家提交意见",
    "dissent": "专家记录保留意见",
}


def tells_applicant(subject: str, body: str):
    """A notice to who manages the applicant, with the conclusion."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        text = f"评估结论：{event.note.text}\n{body}"
        yield Message(managers_of(case.owner), f"{case.title}：{subject}", text)

    return messages


ACTS = (
    Act(
        "evaluate",
        "组织技术评估",
        form=ConveneForm,
        effect=evaluation.convene,
        template="filing/panel/convene.html",
    ),
    Act(
        "pass_evaluation",
        "评估通过",
        form=ConclusionForm,
        effect=evaluation.conclude,
        messages=tells_applicant("技术评估通过", "下一步办理情况见这件申请的页面。"),
        template=CONCLUDE,
    ),
    Act(
        "fail_evaluation",
        "评估不通过",
        form=ConclusionForm,
        effect=evaluation.conclude,
        messages=tells_applicant(
            "技术评估未通过", "技术评估结论通知书在这件申请的页面上，完善后可以重新申请。"
        ),
        tone="danger",
        template=CONCLUDE,
    ),
)
