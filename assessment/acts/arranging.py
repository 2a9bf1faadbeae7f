"""How the roster is closed, the arrangement filed, answered and made ready."""

from django.utils.formats import date_format

from assessment.forms.arranging import CloseForm, FileForm, ReadyForm
from assessment.messages import arranging as tell
from assessment.models import Plan
from assessment.services import arranging
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act
from catalogue.regulations.terms import PlanAct
from config import clock


def papers_later(case: Plan) -> str:
    """Which forms are still to be made, where the regulation has the roster filed."""
    process = case.regulation.processes.plan
    files = any(arrow.act == PlanAct.FILE_ROSTER for arrow in process.arrows)
    if not files or case.events.filter(act=PlanAct.FILE_ROSTER).exists():
        return ""
    return "报备名册与考务安排时，系统生成人员名册备案表和考务安排表，放在这里。"


def _before_its_end(case: Plan) -> str:
    if case.enrol_until is None or case.enrol_until < clock.today():
        return ""
    return f"公告的报名时间到{date_format(case.enrol_until)}为止，期满后再截止报名。"


ACTS = (
    Act(
        "close_enrolment",
        "截止报名",
        form=CloseForm,
        effect=arranging.close,
        messages=tell.closed,
        template="assessment/arranging/act.html",
        early=_before_its_end,
    ),
    Act(
        "file_roster",
        "报备名册与考务安排",
        form=FileForm,
        effect=arranging.file,
        messages=tell.filed,
        template="assessment/arranging/act.html",
    ),
    Act(
        "approve_roster",
        "审核通过",
        form=NoteForm,
        effect=arranging.approve,
        messages=tell.approved,
    ),
    Act(
        "return_roster",
        "退回名册",
        form=ReasonForm,
        effect=arranging.give_back,
        messages=tell.returned,
        tone="secondary",
    ),
    Act(
        "make_ready",
        "确认考前准备",
        form=ReadyForm,
        effect=arranging.make_ready,
        messages=tell.ready,
        template="assessment/arranging/act.html",
    ),
)
# What the timeline calls what moves no state.
RECORDS = {"keep_forms": "生成人员名册备案表和考务安排表"}
