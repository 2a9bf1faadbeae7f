"""The 结果备案表（一）（二）: fixed when results go to review, printed by a job (HB-07, HB-09)."""

from datetime import date

from accounts.models import User
from assessment.models import Plan
from casework.services.filed import Filed, Words
from results.documents import record_list, record_summary
from results.frames.reported import Frame

FORMS = (record_summary, record_list)
CORRECTED = "correct_holder"  # somebody on the forms was set right after they were filed


def contents(plan: Plan, day: date) -> list[dict]:
    """What the forms say; `day` is that on which the results were submitted."""
    frame = Frame.of(plan)
    return [form.of(frame, day) for form in FORMS]


FILED = Filed(
    "result_forms",
    "生成结果备案表",
    forms=FORMS,
    contents=contents,
    fixing=("submit_results", CORRECTED),
    keeping="keep_result_forms",
    words=Words(
        what="结果备案表",
        pending="结果备案表正在生成，请稍后再办理。",
        lacking="结果备案表没有生成，不能办理。请退回，由评价机构重新报送。",
        moved="结果在报送之后有改动，没有打印。",
        done="结果备案表已生成，存入计划的材料。",
        check="姓名和单位的用字",
    ),
)


def make_anew(case: Plan, *, actor: User) -> dict:
    """Fix what the forms say now and have their next version printed; answers the facts, which the
    caller records under `CORRECTED`. None where no forms were filed. The caller holds the lock on
    the plan. Raises ValidationError while the last version is being printed."""
    if FILED.filing_of(case) is None:
        return {}
    FILED.refuse_while_printing(case)
    return FILED.begin(case, actor=actor)
