"""Recognition of a parent's filing (JS-10): the kind of case and its acts."""

from accounts.enums import OrganisationKind
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor, OnSupplement
from config import clock
from filing.acts.standards import tells_owner
from filing.enums import RecognitionState
from filing.forms.recognition import EndForm, RecognitionCorrectionForm
from filing.models import Recognition
from filing.selectors import register as reads
from filing.services import recognition

ANSWER_WITHIN = 10
ANSWER = Deadline(
    key="recognition",
    name="答复是否认可",
    amount=ANSWER_WITHIN,
    starts="recognition.submitted",
    ends=tuple(f"recognition.{end}" for end in ("returned", "recognised", "refused", "withdrawn")),
    holder=Actor.RECEIVER,
    on_supplement=OnSupplement.RESTART,
    default=True,
)


def shown(case: Recognition, user) -> dict:
    """The parent's agency as it stands today, and by which rule it may be recognised."""
    regulation = recognition.rule_for(case.owner)
    status = reads.status_on(case.agency, clock.today())
    return {
        "status": status,
        "status_tone": reads.TONES[status] if status else "neutral",
        "lines": reads.scope_on(case.agency, clock.today()),
        "rule": regulation.recognition if regulation else None,
    }


RECOGNITION = register(
    CaseKind(
        code="recognition",
        label="备案互认",
        prefix="RK",
        model=Recognition,
        states=RecognitionState,
        deadlines=(ANSWER,),
        tones={"returned": "warn", "refused": "danger", "recognised": "ok"},
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        page="filing/recognition/case.html",
        context=shown,
        start="filing:recognition-start",
        may_start=lambda user: bool(recognition.applicants_of(user)),
        seldom=True,
        acts=(
            Act(
                "recognise",
                "认可",
                form=NoteForm,
                effect=recognition.recognise,
                messages=tells_owner("已认可", "母公司的评价机构可以对本单位职工开展评价。"),
                warning="认可后，即可由该机构对申请单位职工开展评价。请先核对双方关系的证明材料。",
            ),
            Act(
                "send_back",
                "退回补正",
                form=ReasonForm,
                messages=tells_owner("请补正", "请按办理意见改正后重新提交。"),
                tone="secondary",
            ),
            Act(
                "refuse",
                "不予认可",
                form=ReasonForm,
                messages=tells_owner("未予认可"),
                tone="danger",
                warning="不予认可后，本次申请办结；需要时可以重新申请。",
            ),
            Act(
                "resubmit",
                "改正并重新提交",
                form=RecognitionCorrectionForm,
                effect=recognition.resubmit,
            ),
            Act(
                "end",
                "终止认可",
                form=EndForm,
                effect=recognition.end,
                messages=tells_owner("认可已终止"),
                tone="danger",
                warning="从今天起，该机构不再对申请单位职工开展评价。",
                optional=True,
            ),
            Act(
                "withdraw",
                "撤回申请",
                form=NoteForm,
                tone="danger",
                warning="撤回后，本次申请办结；需要时可以重新申请。",
                optional=True,
            ),
        ),
    )
)
