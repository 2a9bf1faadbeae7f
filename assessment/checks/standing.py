"""The agency is in force on the days of the sessions."""

from collections.abc import Iterator

from django.utils.formats import date_format

from assessment.checks import Issue
from assessment.plan_frame import Frame
from filing.enums import AgencyStatus


def check(frame: Frame) -> Iterator[Issue]:
    for day, status in frame.standing.items():
        if status != AgencyStatus.IN_FORCE:
            said = f"的状态是“{status.label}”" if status else "尚未备案"
            yield Issue(
                "agency-not-in-force",
                "basics",
                f"{frame.plan.agency}在{date_format(day)}{said}，不能开展评价。",
                "请先办理延续或恢复备案，或者把考核安排在备案有效的日期。",
            )
