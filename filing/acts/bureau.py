"""What the receiving bureau answers (LC-10)."""

from casework.kinds import Act
from filing.forms.bureau import AcceptForm, RefuseForm, RequestForm
from filing.messages import bureau as tell
from filing.selectors import rounds
from filing.services import acceptance, supplement

RECORDS = {
    rounds.ASK: "请求上级同意再次告知补正",
    rounds.ALLOW: "上级机关同意再次告知补正",
}
ACTS = (
    Act(
        "accept",
        "受理",
        form=AcceptForm,
        effect=acceptance.accept,
        messages=tell.accepted,
        template="filing/bureau/answer.html",
    ),
    Act(
        "request_supplement",
        "一次性告知补正",
        form=RequestForm,
        effect=supplement.request,
        messages=tell.supplement_wanted,
        tone="secondary",
        template="filing/bureau/request.html",
        warning="补正只告知一次。请确认各位同事的补正事项都已列入清单。",
    ),
    Act(
        "refuse",
        "不予受理",
        form=RefuseForm,
        effect=acceptance.refuse,
        messages=tell.refused,
        tone="danger",
        template="filing/bureau/answer.html",
        warning="不予受理后，本次申请办结，通知书连同理由和补救办法送达申请单位。",
    ),
)
