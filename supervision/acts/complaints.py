"""The kinds of case of complaints and their acts."""

from accounts.enums import OrganisationKind
from accounts.services import unmask
from casework.forms import NoteForm
from casework.kinds import Act, CaseKind, register
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from supervision import categories, guarded
from supervision.enums import ComplaintState, ExplanationState
from supervision.forms import complaint_acts as forms
from supervision.models import Complaint, Explanation
from supervision.models.complaint_parties import complaints_hidden_from, explanations_hidden_from
from supervision.parts import complaints as parts
from supervision.selectors.complaints import receives
from supervision.services.complaints import explaining, handling


def limit(key: str, starts: str, ends: tuple[str, ...], holder: Actor) -> Deadline:
    """A length of `categories.toml` as a clock of a kind of case."""
    rule = categories.rules().limit(key)
    return Deadline(
        key=key,
        name=rule.name,
        amount=rule.days,
        warn_at=rule.warn_at,
        starts=starts,
        ends=ends,
        holder=holder,
        cite=rule.cite,
        default=rule.default,
    )


COMPLAINT = register(
    CaseKind(
        code="complaint",
        label="投诉举报",
        prefix="TS",
        model=Complaint,
        states=ComplaintState,
        deadlines=(
            limit(
                "accept",
                "complaint.received",
                ("complaint.accepted", "complaint.refused"),
                Actor.RECEIVER,
            ),
            limit("answer", "complaint.accepted", ("complaint.answered",), Actor.RECEIVER),
        ),
        tones={"received": "warn", "refused": "neutral", "answered": "ok", "closed": "ok"},
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        hidden_from=complaints_hidden_from,
        start="supervision:complaint-enter",
        may_start=lambda user: bool(receives(user)),
        snapshot=lambda case: {"category": case.category, "target": case.target, "text": case.text},
        parts=(parts.complaint,),
        acts=(
            Act(
                "accept",
                "受理",
                form=NoteForm,
                note_is_public=False,
                warning="受理后开始调查，并按期答复。",
            ),
            Act(
                "answer",
                "答复",
                form=forms.AnswerForm,
                effect=handling.answer,
                warning="答复后，投诉人凭查询码看到结论和答复。",
            ),
            Act("close", "办结", form=NoteForm, note_is_public=False),
            Act(
                "ask",
                "请被投诉单位说明",
                form=forms.AskForm,
                effect=explaining.ask,
                tone="secondary",
                optional=True,
                warning="该单位会看到标题和事项。请确认文字里没有投诉人的信息。",
            ),
            Act(
                "lead",
                "立案",
                form=forms.LeadForm,
                effect=handling.lead,
                tone="secondary",
                optional=True,
                warning="立案后，当事人会收到通知，可以陈述申辩。",
            ),
            Act(
                "hold",
                "暂停销毁档案",
                form=forms.HoldForm,
                effect=handling.hold,
                tone="secondary",
                optional=True,
            ),
            Act(
                "reopen",
                "继续调查",
                form=forms.ReopenForm,
                effect=handling.reopen,
                note_is_public=False,
                tone="secondary",
                optional=True,
            ),
            Act(
                "identify",
                "核定被投诉单位",
                form=forms.IdentifyForm,
                effect=handling.identify,
                tone="secondary",
                optional=True,
            ),
            Act(
                "transfer",
                "转办",
                form=forms.TransferForm,
                effect=handling.transfer,
                note_is_public=False,
                tone="secondary",
                optional=True,
            ),
            Act(
                "step_back",
                "本人回避",
                form=forms.WhyForm,
                effect=handling.step_back,
                tone="secondary",
                optional=True,
                warning="回避后，您不能再看到这件投诉举报，也不能撤销。",
            ),
            Act(
                "refuse",
                "不予受理",
                form=forms.RefuseForm,
                effect=handling.refuse,
                tone="danger",
                warning="不予受理后，这件投诉举报办结，投诉人看到理由。",
            ),
        ),
    )
)

EXPLANATION = register(
    CaseKind(
        code="explanation",
        label="情况说明",
        prefix="SM",
        model=Explanation,
        states=ExplanationState,
        deadlines=(
            limit(
                "explain",
                "explanation.asked",
                ("explanation.given", "explanation.withdrawn"),
                Actor.APPLICANT,
            ),
        ),
        tones={"given": "ok", "withdrawn": "neutral"},
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        hidden_from=explanations_hidden_from,
        parts=(parts.explanation,),
        acts=(
            Act(
                "give",
                "提交说明",
                form=forms.GiveForm,
                effect=explaining.give,
                warning="提交后不能修改。",
            ),
            Act("withdraw", "撤回", form=NoteForm, tone="danger", optional=True),
        ),
    )
)

unmask.register(guarded.COMPLAINANTS)
