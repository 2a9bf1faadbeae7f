"""An enterprise's own 评价规范: the kind of case and its acts (JS-02, LC-07, SD-14)."""

from collections.abc import Iterable

from accounts.models import User
from accounts.selectors import managers_of
from casework import rules
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, Message, register
from casework.models import Case, Event
from casework.services import holders
from catalogue.regulations.terms import StandardStep
from filing import selectors
from filing.forms.standards import CorrectionForm
from filing.models import StandardCase
from filing.services import standards


def tells_owner(subject: str, body: str = ""):
    """A notice to who manages the owner, with the officer's words."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        note = getattr(event, "note", None)
        said = f"办理意见：{note.text}" if note else ""
        text = "\n".join(part for part in (body, said) if part)
        yield Message(managers_of(case.owner), f"{case.title}：{subject}", text)

    return messages


def tells_office(subject: str):
    """A notice to those who have it now."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        yield Message(holders.people([case.office_id]), f"{case.title}：{subject}", "请办理。")

    return messages


def shown(case: StandardCase, user: User) -> dict:
    """What stands on the page of one."""
    known = case.state in (StandardStep.SUBMITTED, StandardStep.RETURNED)
    return {
        "rule": case.regulation.standards,
        "national": bool(standards.nationals([case.occupation])),
        "replaces": standards.in_use(case.owner, case.occupation) if known else None,
        "officer": rules.sees_inner_side(user, case),
    }


STANDARD = register(
    CaseKind(
        code="standard",
        label="企业评价规范",
        prefix="GF",
        model=StandardCase,
        states=StandardStep,
        process="standard",
        tones={
            "returned": "warn",
            "approved": "ok",
            "province_approved": "ok",
            "proposed": "ok",
        },
        page="filing/standards/case.html",
        context=shown,
        start="filing:standard-start",
        may_start=lambda user: any(
            standards.regulations_for(owner) for owner in selectors.applicants_of(user)
        ),
        seldom=True,
        acts=(
            Act(
                "submit",
                "报审",
                form=CorrectionForm,
                effect=standards.submit,
                messages=tells_office("请审定企业评价规范"),
            ),
            Act(
                "approve",
                "审定备案",
                form=NoteForm,
                effect=standards.approve,
                messages=tells_owner("已审定备案", "现在可以作为本单位申报的评价依据。"),
                warning="备案后即可作为评价依据，并出具通知书。请先核对规范文本和等级。",
            ),
            Act(
                "approve_province",
                "省级审定备案",
                form=NoteForm,
                effect=standards.approve_province,
                messages=tells_owner("已经省级审定备案"),
                warning="备案后出具通知书。请先核对规范文本。",
            ),
            Act(
                "send_back",
                "退回",
                form=ReasonForm,
                effect=standards.send_back,
                messages=tells_owner("已退回", "请按办理意见处理。"),
                tone="secondary",
            ),
            Act(
                "submit_province",
                "报省审定",
                form=NoteForm,
                effect=standards.submit_province,
                messages=tells_office("请审定报省的企业评价规范"),
                tone="secondary",
                optional=True,
                warning="较为成熟、影响较大的评价规范报省。省里退回的，仍保持本级备案。",
            ),
            Act(
                "propose",
                "申报国家职业标准",
                form=NoteForm,
                effect=standards.propose_national,
                messages=tells_owner("已申报国家职业标准"),
                tone="secondary",
                optional=True,
            ),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                tone="danger",
                warning="撤回后，本次申报办结；需要时可以重新申报。",
                optional=True,
            ),
        ),
    )
)
