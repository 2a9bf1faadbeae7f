"""The 结果备案表（一）（二）: fixed when results go to review, printed by a job (HB-07, HB-09)."""

from datetime import date

from assessment.models import Plan
from casework.services.filed import Filed, Words
from results.documents import record_list, record_summary
from results.frames.reported import Frame

FORMS = (record_summary, record_list)


def contents(plan: Plan, day: date) -> list[dict]:
    """What the forms say; `day` is that on which the results were submitted."""
    frame = Frame.of(plan)
    return [form.of(frame, day) for form in FORMS]


FILED = Filed(
    "result_forms",
    "生成结果备案表",
    forms=FORMS,
    contents=contents,
    fixing=("submit_results",),
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
