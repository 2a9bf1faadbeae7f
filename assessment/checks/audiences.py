"""Whom the plan assesses: those of the regulation and of the agency's letter (LC-02, LN-17)."""

from collections.abc import Iterator

from assessment.frames.plans import Frame
from casework.issues import Issue
from catalogue.regulations.terms import Audience


def check(frame: Frame) -> Iterator[Issue]:
    chosen = [Audience(each) for each in frame.plan.audiences]
    if not chosen:
        yield Issue("audiences-none", "basics", "还没有选择评价对象。", "在“基本安排”中选择。")
    others = [each for each in chosen if each not in frame.regulation.audiences]
    if others:
        allowed = "、".join(each.label for each in Audience if each in frame.regulation.audiences)
        yield Issue(
            "audiences-not-allowed",
            "basics",
            f"评价对象不包括{'、'.join(each.label for each in others)}。",
            f"按{frame.regulation.name}，评价对象是{allowed}。",
        )
    if Audience.PUBLIC in chosen and not frame.plan.agency.prefix.startswith("S"):
        yield Issue(
            "public-by-employer",
            "basics",
            "用人单位的评价机构（Y）不能面向社会人员。",
            "去掉“社会人员”；社会人员由社会培训评价组织（S）评价。",
        )
    if frame.plan.for_commission and set(chosen) - {Audience.COMMISSIONED}:
        yield Issue(
            "commissioned-only",
            "basics",
            "委托评价的计划只评价委托企业的职工。",
            "评价对象只选“其他企业委托评价的职工”，其他人员另行制定计划。",
        )
