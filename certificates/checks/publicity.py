"""The publicity is over and nobody's objection or question about scores is open."""

from collections.abc import Iterator

from casework.enums import PublicationStatus
from casework.issues import Issue
from certificates.frames.issuing import Frame
from results.selectors import publicity


def check(frame: Frame) -> Iterator[Issue]:
    """What of publicity, objections and rechecks is still open."""
    plan = frame.plan
    newest = publicity.latest(plan)
    if newest and newest.status != PublicationStatus.CLEARED:
        yield Issue("publicity", "结果公示", "结果公示还没有期满。", "公示期满无异议后才能核发。")
    if publicity.objections_of(plan).filter(answered_at=None).exists():
        yield Issue("objections", "异议", "有异议尚未答复。", "请先答复。")
    for said in publicity.unsettled(plan):
        yield Issue("scores", "成绩", said, "请先办结。")
