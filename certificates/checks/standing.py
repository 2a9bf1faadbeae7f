"""The agency is in force on the day that stands on the certificates, and not stopped today: a day
before it was stopped would else be a way around that. One whose term ran out may still issue what
it assessed within it."""

from collections.abc import Iterator

from casework.issues import Issue
from certificates.frames.issuing import Frame
from filing.enums import AgencyStatus

STOPPED = (AgencyStatus.SUSPENDED, AgencyStatus.STRUCK_OFF)


def check(frame: Frame) -> Iterator[Issue]:
    """Whether the agency may issue."""
    if frame.standing != AgencyStatus.IN_FORCE:
        yield _issue(frame, "在发证日期", frame.standing)
    elif frame.today in STOPPED:
        yield _issue(frame, "现在", frame.today)


def _issue(frame: Frame, when: str, standing: AgencyStatus | None) -> Issue:
    said = f"是“{standing.label}”" if standing else "尚未备案"
    return Issue(
        "standing",
        "评价机构",
        f"{frame.plan.agency}{when}的状态{said}。",
        "备案恢复有效后才能核发，请与备案机关联系。",
    )
