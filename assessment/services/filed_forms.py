"""The forms that go to the office with a roster: fixed by filing and changes, printed by a job."""

from datetime import date

from assessment.documents import arrangement_form, roster_form
from assessment.frames.arrangement import Frame
from assessment.models import Plan
from casework.services.filed import Filed, Words, facts_of

FORMS = (roster_form, arrangement_form)


def contents(plan: Plan, day: date) -> list[dict]:
    """What the forms say; `day` is that of the filing."""
    frame = Frame.of(plan)
    return [form.of(frame, day) for form in FORMS]


FILED = Filed(
    "filed_forms",
    "生成报备表",
    forms=FORMS,
    contents=contents,
    fixing=("file_roster", "make_change", "agree_change"),
    keeping="keep_forms",
    words=Words(
        what="报备表",
        pending="人员名册备案表和考务安排表正在生成，请稍后再办理。",
        lacking="人员名册备案表和考务安排表没有生成，不能办理。请退回，由评价机构重新报备。",
        moved="名册或考务安排在报备之后有改动，没有打印。",
        done="报备表已生成，存入计划的材料。",
        check="姓名和单位的用字",
    ),
)
begin = FILED.begin
filing_of = FILED.filing_of
are_kept = FILED.are_kept
is_printing = FILED.is_printing
demand = FILED.demand
refuse_while_printing = FILED.refuse_while_printing

__all__ = [
    "FORMS",
    "are_kept",
    "begin",
    "contents",
    "demand",
    "facts_of",
    "filing_of",
    "is_printing",
    "refuse_while_printing",
]
