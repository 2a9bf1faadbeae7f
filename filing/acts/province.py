"""From the commitment to the register (LC-12, LN-05, LN-06, SD-06)."""

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from filing.forms.province import CommitmentForm, ReceiptForm, ReportForm
from filing.messages import province as tell
from filing.services import receipt, reporting

ACTS = (
    Act(
        "commit",
        "签署承诺书",
        form=CommitmentForm,
        effect=reporting.commit,
        messages=tell.committed,
        template="filing/province/commitment.html",
    ),
    Act(
        "report",
        "上报",
        form=ReportForm,
        effect=reporting.report,
        messages=tell.reported,
        template="filing/province/report.html",
    ),
    Act("recheck", "复核通过", form=NoteForm, messages=tell.rechecked),
    Act(
        "send_back",
        "退回",
        form=ReasonForm,
        messages=tell.sent_back,
        tone="secondary",
    ),
    Act(
        "issue_receipt",
        "出具备案回执",
        form=ReceiptForm,
        effect=receipt.issue,
        messages=tell.receipted,
        template="filing/province/receipt.html",
        warning="回执出具后即编号、入目录，不能撤回。请先核对机构名称、职业（工种）、等级和有效期。",
    ),
    Act(
        "publish",
        "公布目录",
        form=NoteForm,
        effect=receipt.publish,
        messages=tell.published,
        warning="公布后，任何人都可以查询该机构及其评价范围，并发布公告。",
    ),
)
