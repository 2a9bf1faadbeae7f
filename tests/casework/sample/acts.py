"""The acts of a petition."""

from casework.enums import PublicationKind
from casework.kinds import Act, CaseKind, Message, register
from casework.services import publications
from catalogue.regulations.terms import FilingStep
from tests.casework.sample.models import Petition


def remember(case, *, actor, note, remark="", **_):
    """An effect with a fact; it refuses one word, to see that nothing is left behind."""
    case.remark = remark
    if remark == "refuse":
        raise ValueError("样例拒绝")
    return {"remark": remark}


def publicise(case, *, actor, **_):
    """Five working days, after which the system clears the case."""
    made = publications.publish(
        kind=PublicationKind.PUBLICITY,
        title=f"{case.title}结果公示",
        body="拟予备案。",
        office=case.office,
        actor=actor,
        working_days=5,
        case=case,
        act="clear",
    )
    return {"publication": made.pk}


def tell_author(case, event):
    return [Message([case.created_by], f"{case.number}已受理", "请等待技术评估。")]


KIND = register(
    CaseKind(
        code="petition",
        label="样例申请",
        prefix="YL",
        model=Petition,
        states=FilingStep,
        process="filing",
        acts=(
            Act("submit", "提交申请"),
            Act("request_supplement", "通知补正"),
            Act("resubmit", "提交补正材料"),
            Act("accept", "受理", effect=remember, messages=tell_author),
            Act("refuse", "不予受理"),
            Act("evaluate", "组织技术评估"),
            Act("conclude", "评估通过"),
            Act("select", "择优遴选"),
            Act("publicise", "公示", effect=publicise),
            Act("clear", "公示期满无异议"),
            Act("report", "上报"),
            Act("issue_receipt", "出具回执"),
            Act("withdraw", "撤回", optional=True),
        ),
    )
)
