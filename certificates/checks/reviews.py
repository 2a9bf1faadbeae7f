"""The reviews of the regulation have passed the results (HB-07, SD-09, LN-09); where it has none,
the agency has confirmed them itself (JS-14)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import PlanStep
from certificates.frames.issuing import Frame


def check(frame: Frame) -> Iterator[Issue]:
    """Whether the results are confirmed."""
    if frame.plan.state in (PlanStep.CONFIRMED, PlanStep.CERTIFIED, PlanStep.ARCHIVED):
        return
    reviews = frame.plan.regulation.reviews
    remedy = "审核全部通过后才能核发。" if reviews else "公示期满后，请先确认结果。"
    yield Issue("reviews", "结果审核", "评价结果还没有确认。", remedy)
