"""The kinds of case of onboarding and their acts."""

from collections.abc import Iterable

from accounts.enums import OrganisationKind
from accounts.selectors import managers_of
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, Message, register
from casework.models import Case, Event
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor, OnSupplement
from onboarding import selectors
from onboarding.enums import ChangeState, RegistrationState
from onboarding.forms import ChangeCorrectionForm, CorrectionForm
from onboarding.models import OrganisationChange, Registration
from onboarding.services import change, registration

CONFIRM_WITHIN = 5
TONES = {"returned": "warn", "confirmed": "ok", "refused": "danger"}


def confirm_within(code: str) -> Deadline:
    """How long the bureau has for an answer; no document says it."""
    return Deadline(
        key="confirm",
        name="机关确认",
        amount=CONFIRM_WITHIN,
        starts=f"{code}.submitted",
        ends=tuple(f"{code}.{end}" for end in ("returned", "confirmed", "refused", "withdrawn")),
        holder=Actor.RECEIVER,
        on_supplement=OnSupplement.RESTART,
        warn_at=2,
        default=True,
    )


def tells_managers(subject: str, body: str = ""):
    """A notice to whoever manages the organisation, with the officer's words."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        note = getattr(event, "note", None)
        said = f"办理意见：{note.text}" if note else ""
        text = "\n".join(part for part in (body, said) if part)
        yield Message(managers_of(case.owner), f"{case.title}：{subject}", text)

    return messages


REGISTRATION = register(
    CaseKind(
        code="registration",
        label="单位登记",
        prefix="DJ",
        model=Registration,
        states=RegistrationState,
        deadlines=(confirm_within("registration"),),
        tones=TONES,
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        before_confirmation=True,
        snapshot=lambda case: registration.Details.of(case.owner).plain(),
        page="onboarding/registration.html",
        acts=(
            Act(
                "confirm",
                "确认",
                form=NoteForm,
                effect=registration.confirm,
                messages=tells_managers("已确认", "现在可以办理各项业务，并邀请本单位人员加入。"),
                warning="确认后，该单位可以提交各项申请。请先核对单位名称和统一社会信用代码。",
            ),
            Act(
                "send_back",
                "退回补正",
                form=ReasonForm,
                tone="secondary",
                messages=tells_managers("请补正", "请按办理意见改正后重新提交。"),
            ),
            Act(
                "refuse",
                "不予确认",
                form=ReasonForm,
                effect=registration.refuse,
                messages=tells_managers("未予确认"),
                tone="danger",
                warning="不予确认后，本次登记办结，该单位须重新登记。内容可以改正的，请退回补正。",
            ),
            Act("resubmit", "改正并重新提交", form=CorrectionForm, effect=registration.resubmit),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                effect=registration.withdraw,
                tone="danger",
                warning="撤回后，本次登记办结，统一社会信用代码可以重新登记。您的账号保留。",
                optional=True,
            ),
        ),
    )
)


def tells_both(case: Case, event: Event) -> Iterable[Message]:
    """After a confirmed change: its own managers, and those of the organisation merged into."""
    yield from tells_managers("已确认")(case, event)
    if case.into:
        note = f"{case.owner}的人员已转入本单位，原管理员转为经办人。请在“单位”页面核对。"
        yield Message(managers_of(case.into), f"{case.owner}已并入{case.into}", note)


CHANGE = register(
    CaseKind(
        code="organisation_change",
        label="单位变更",
        prefix="BG",
        model=OrganisationChange,
        states=ChangeState,
        deadlines=(confirm_within("organisation_change"),),
        tones=TONES,
        offices=(OrganisationKind.HRSS,),
        page="onboarding/change.html",
        start="onboarding:change",
        may_start=lambda user: selectors.managed_by(user).exists(),
        seldom=True,
        acts=(
            Act("submit", "提交"),
            Act(
                "confirm",
                "确认变更",
                form=NoteForm,
                effect=change.confirm,
                messages=tells_both,
                warning="确认后立即生效，单位名称或状态随之改变。请先核对证明材料。",
            ),
            Act(
                "send_back",
                "退回补正",
                form=ReasonForm,
                tone="secondary",
                messages=tells_managers("请补正", "请按办理意见改正后重新提交。"),
            ),
            Act(
                "refuse",
                "不予确认",
                form=ReasonForm,
                effect=change.end,
                messages=tells_managers("未予确认"),
                tone="danger",
                warning="不予确认后，本次变更办结，单位保持原状。",
            ),
            Act("resubmit", "改正并重新提交", form=ChangeCorrectionForm, effect=change.resubmit),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                effect=change.end,
                tone="danger",
                warning="撤回后，本次变更办结，单位保持原状；需要时可以重新提出。",
                optional=True,
            ),
        ),
    )
)
