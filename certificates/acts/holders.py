"""The kind of case of a correction before issue, and its acts."""

from accounts.models import User
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from casework.models import StoredFile
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from certificates.enums import HolderState
from certificates.messages.holders import decided, withdrawn
from certificates.models import HolderCorrection
from certificates.parts import holders as parts
from certificates.services import holders, wishes

ANSWER_WITHIN = 5
ANSWER = Deadline(
    key="holder",
    name="决定核发前更正",
    amount=ANSWER_WITHIN,
    starts="holder_correction.proposed",
    ends=tuple(f"holder_correction.{end}" for end in ("agreed", "refused", "withdrawn")),
    holder=Actor.RECEIVER,
    default=True,
)


def opens(user: User, case: HolderCorrection, file: StoredFile) -> bool:
    """Portrait and evidence open for the agency and the side that decides."""
    return parts.handles(user, case)


HOLDER_CORRECTION = register(
    CaseKind(
        code="holder_correction",
        label="核发前更正",
        prefix="HG",
        model=HolderCorrection,
        states=HolderState,
        deadlines=(ANSWER,),
        tones={"agreed": "ok", "refused": "danger"},
        drafts=(),
        owner_label="评价机构",
        parts=(parts.part,),
        guards={wishes.EVIDENCE: parts.handles},
        opens=opens,
        acts=(
            Act(
                "agree",
                "同意更正",
                form=NoteForm,
                effect=holders.agree,
                messages=decided,
                warning="请对照依据材料核对后再同意。证书编号不变；报送过结果备案表的，"
                "备案表重新生成一版。",
            ),
            Act(
                "refuse",
                "不同意",
                form=ReasonForm,
                effect=holders.refuse,
                messages=decided,
                tone="danger",
            ),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                messages=withdrawn,
                tone="danger",
                optional=True,
                warning="撤回后，本件办结，此人的资料保持原样；需要时可以重新提出。",
            ),
        ),
    )
)
