"""What the applicant does."""

from casework.forms import NoteForm
from casework.kinds import Act
from filing.services import applying

ACTS = (
    Act("submit", "提交申请", effect=applying.submit, page="filing:review"),
    Act("resubmit", "提交补正材料", effect=applying.submit, page="filing:review"),
    Act(
        "withdraw",
        "撤回申请",
        form=NoteForm,
        effect=applying.withdraw,
        tone="danger",
        warning="撤回后，本次申请办结；需要时可以重新申请。",
        optional=True,
    ),
)
