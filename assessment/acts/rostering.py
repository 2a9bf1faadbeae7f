"""From the closed enrolment to the morning of the exam."""

from assessment.services import rostering
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act

ACTS = (
    Act("close_enrolment", "截止报名并编制名册", form=NoteForm, effect=rostering.close),
    Act("file_roster", "报备名册与考务安排", form=NoteForm, effect=rostering.file),
    Act("approve_roster", "审核通过", form=NoteForm, effect=rostering.approve),
    Act("return_roster", "退回名册", form=ReasonForm, effect=rostering.send_back, tone="secondary"),
    Act("make_ready", "确认考前准备", form=NoteForm, effect=rostering.make_ready),
)
