"""What is assessed lies in the agency's scope on the days of the sessions (SD-12)."""

from collections.abc import Iterator

from django.utils.formats import date_format

from assessment.frames.plans import Frame
from casework.issues import Issue


def check(frame: Frame) -> Iterator[Issue]:
    if not frame.items:
        yield Issue("items-none", "items", "还没有选择职业和等级。", "至少添加一个职业等级。")
    for item, _ in frame.items:
        missed = [day for day in frame.days if not frame.holds(item, day)]
        if missed:
            yield Issue(
                "item-out-of-scope",
                "items",
                f"{item}不在{frame.plan.agency}{date_format(missed[0])}的评价范围内。",
                "从计划中移去，或者先办理增加评价范围的备案。",
            )
