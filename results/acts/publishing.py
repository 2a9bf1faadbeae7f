"""How results are made public, corrected, reviewed and confirmed."""

from assessment.selectors.entries import may_read_roster
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, Publicity
from casework.parts import MakePart
from results.documents import record_list
from results.forms.publishing import CorrectForm, PubliciseForm, SubmitForm
from results.messages import publishing as tell
from results.parts import publicity as publicity_part
from results.parts import reviewing as reviewing_part
from results.selectors import publicity as selectors
from results.services import publicity, reviewing

ACTS = (
    Act(
        "publicise",
        "公示结果",
        form=PubliciseForm,
        effect=publicity.publicise,
        messages=tell.publicised,
        template="results/publishing/publicise.html",
    ),
    Act(
        "correct",
        "更正后重新公示",
        form=CorrectForm,
        effect=publicity.correct,
        messages=tell.corrected,
        optional=True,
        template="results/publishing/publicise.html",
    ),
    Act("clear", "公示期满无异议", effect=publicity.clear, messages=tell.cleared),
    Act(
        "submit_results",
        "报送结果",
        form=SubmitForm,
        effect=reviewing.submit,
        messages=tell.submitted,
    ),
    Act(
        "review",
        "审核通过",
        form=NoteForm,
        effect=reviewing.review,
        messages=tell.reviewed,
    ),
    Act(
        "return_results",
        "退回结果",
        form=ReasonForm,
        effect=reviewing.give_back,
        messages=tell.returned,
        tone="secondary",
    ),
    Act("confirm", "确认结果", form=NoteForm, effect=reviewing.confirm, messages=tell.confirmed),
)
PARTS: tuple[MakePart, ...] = (publicity_part.part, reviewing_part.part)
# What the timeline calls what moves no state.
RECORDS: dict[str, str] = {
    "propose_correction": "提出更正",
    "agree_correction": "同意更正",
    "refuse_correction": "不同意更正",
    "withdraw_correction": "撤回更正",
    "annul_result": "依处理决定取消成绩",
    "lift_annulment": "撤销成绩取消",
    "keep_result_forms": "生成结果备案表",
    "correct_holder": "核发前更正人员信息",
    "upload_results": "登记上传结果信息",
}
GUARDS = {record_list.KEY: may_read_roster}
PUBLICITIES = {
    selectors.CLEARS: Publicity(
        listed="results:public-list", corrected_by="correct", hindrance=selectors.hindrance
    )
}
