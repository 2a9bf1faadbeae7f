"""From the commitment to the register (LC-12, LN-05, LN-06, SD-06)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from filing.services import receipt, reporting

ACTS = (
    Act("commit", "签署承诺书", form=NoteForm, effect=reporting.commit),
    Act("report", "上报", form=NoteForm, effect=reporting.report),
    Act("recheck", "复核通过", form=NoteForm, effect=reporting.recheck),
    Act("send_back", "退回", form=ReasonForm, effect=reporting.send_back, tone="secondary"),
    Act("issue_receipt", "出具备案回执", form=NoteForm, effect=receipt.issue),
    Act("publish", "公布目录", form=NoteForm, effect=receipt.publish),
)
