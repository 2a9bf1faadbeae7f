"""The kind of case of a change, and its acts."""

from accounts.models import User
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from casework.models import StoredFile
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from certificates.enums import ChangeState
from certificates.messages.changing import decided
from certificates.models import CertificateChange
from certificates.parts import life
from certificates.services import changes, editions, wishes

ANSWER_WITHIN = 10
ANSWER = Deadline(
    key="change",
    name="决定证书变更",
    amount=ANSWER_WITHIN,
    starts="certificate_change.proposed",
    ends=tuple(
        f"certificate_change.{end}" for end in ("making", "decided", "refused", "withdrawn")
    ),
    holder=Actor.APPLICANT,
    default=True,
)


def opens(user: User, case: CertificateChange, file: StoredFile) -> bool:
    """Portrait and document of a change open for its side."""
    return life.handles(user, case)


CERTIFICATE_CHANGE = register(
    CaseKind(
        code="certificate_change",
        label="证书变更",
        prefix="ZB",
        model=CertificateChange,
        states=ChangeState,
        deadlines=(ANSWER,),
        tones={"making": "info", "decided": "ok", "refused": "danger"},
        drafts=(),
        owner_label="评价机构",
        parts=(life.change,),
        guards={wishes.EVIDENCE: life.handles},
        opens=opens,
        acts=(
            Act(
                "agree",
                "同意",
                form=NoteForm,
                effect=changes.agree,
                messages=decided,
                warning="请对照依据材料核对后再同意。同意后立即生效，各处查询随之更新。",
            ),
            Act("finish", "制成新版本", effect=editions.finish, messages=decided),
            Act(
                "draw_again",
                "重新制证",
                form=NoteForm,
                effect=changes.draw_again,
                warning="上一次没有制成，原因见任务的通知。改好后再制。",
            ),
            Act(
                "refuse",
                "不同意",
                form=ReasonForm,
                effect=changes.refuse,
                messages=decided,
                tone="danger",
            ),
            Act(
                "give_up",
                "不再制证",
                form=ReasonForm,
                effect=changes.refuse,
                messages=decided,
                tone="danger",
                optional=True,
                warning="证书保持原样，这件变更办结。",
            ),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                tone="danger",
                optional=True,
                warning="撤回后，本件办结，证书保持原样；需要时可以重新提出。",
            ),
        ),
    )
)
