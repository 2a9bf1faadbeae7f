"""The kind of case of a destruction of records, and its acts (LC-16, LN-12, HB-08)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from casework.models import StoredFile
from supervision.enums import DestructionState
from supervision.forms import destructions as forms
from supervision.messages import destructions as tell
from supervision.models import Destruction
from supervision.parts import destructions as parts
from supervision.services.keeping import destroying, proposing


def opens(user, case: Destruction, file: StoredFile) -> bool:
    """The certificate is for whoever sees the case."""
    return file.pk == case.certificate_id


DESTRUCTION = register(
    CaseKind(
        code=proposing.CODE,
        label="档案销毁",
        prefix="XH",
        model=Destruction,
        states=DestructionState,
        owner_label="保管单位",
        tones={"proposed": "warn", "approved": "warn", "destroyed": "neutral"},
        drafts=(),
        parts=(parts.part,),
        opens=opens,
        acts=(
            Act(
                "approve",
                "批准销毁",
                form=NoteForm,
                effect=proposing.approve,
                messages=tell.decided,
                warning="批准以后由另一人销毁。请逐项核对清单；需要继续保存的，请不同意。",
            ),
            Act(
                "destroy",
                "销毁",
                form=forms.DestroyForm,
                effect=destroying.destroy,
                messages=tell.destroyed,
                tone="danger",
                warning="销毁后不能恢复。系统内的文件和个人信息随即删除；被暂停销毁的自动留下。",
            ),
            Act(
                "refuse",
                "不同意",
                form=ReasonForm,
                effect=proposing.let_go,
                messages=tell.decided,
                tone="secondary",
                optional=True,
            ),
            Act(
                "withdraw",
                "撤回",
                form=forms.WithdrawForm,
                effect=proposing.let_go,
                tone="secondary",
                optional=True,
            ),
        ),
    )
)
