"""Nobody judges for one agency too often in a row; part of the judges change (FACTS 4.4)."""

from collections.abc import Iterator

from assessment.frames.arrangement import Frame
from assessment.selectors import rotation
from casework.issues import Issue


def check(frame: Frame) -> Iterator[Issue]:
    found = rotation.of(frame)
    staffing = frame.regulation.staffing
    for examiner in rotation.judges_of(frame):
        if found.running(examiner) >= staffing.turns.value:
            yield Issue(
                "staff-turns",
                "staff",
                f"“{examiner}”已连续 {found.running(examiner)} 次参加本机构的考评，"
                f"这是第 {found.running(examiner) + 1} 次。",
                f"连续考评不超过 {staffing.turns.value} 次，请换人。",
                staffing.turns,
            )
    if found.share == 0:
        yield Issue(
            "staff-rotation",
            "staff",
            "本次的考评人员与上次完全相同。",
            "考评人员应部分轮换，请调整。",
            staffing.rotation,
        )
