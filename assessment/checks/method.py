"""The method is one of the regulation's (LC-08, LN-02, JS-07)."""

from collections.abc import Iterator

from assessment.frames.plans import Frame
from casework.issues import Issue
from catalogue.regulations.terms import Method


def check(frame: Frame) -> Iterator[Issue]:
    if not frame.plan.method:
        yield Issue("method-none", "basics", "还没有选择评价方式。", "在“基本安排”中选择。")
    elif frame.rule is None:
        rules = frame.regulation.methods
        yield Issue(
            "method-not-offered",
            "basics",
            f"{frame.regulation.name}没有规定“{Method(frame.plan.method).label}”。",
            f"请在{'、'.join(rule.name for rule in rules)}中选择。",
        )
