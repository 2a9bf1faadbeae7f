"""The agency is in force on the days of the sessions, and not stopped today."""

from collections.abc import Iterator

from django.utils.formats import date_format

from assessment.frames.plans import Frame
from casework.issues import Issue
from filing.enums import AgencyStatus

STOPPED = (AgencyStatus.SUSPENDED, AgencyStatus.STRUCK_OFF)


def check(frame: Frame) -> Iterator[Issue]:
    in_force = all(status == AgencyStatus.IN_FORCE for status in frame.standing.values())
    if in_force and frame.today in STOPPED:
        yield Issue(
            "agency-stopped",
            "basics",
            f"{frame.plan.agency}现在的状态是“{frame.today.label}”，不能办理评价计划。",
            "恢复之后再办理；对处理决定有异议的，可以申诉。",
        )
    for day, status in frame.standing.items():
        if status != AgencyStatus.IN_FORCE:
            said = f"的状态是“{status.label}”" if status else "尚未备案"
            yield Issue(
                "agency-not-in-force",
                "basics",
                f"{frame.plan.agency}在{date_format(day)}{said}，不能开展评价。",
                "请先办理延续或恢复备案，或者把考核安排在备案有效的日期。",
            )
