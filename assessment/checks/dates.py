"""The plan goes to the centre in time before the first session (HB-05, SD-08), enrolment before."""

from collections.abc import Iterator

from django.utils.formats import date_format

from assessment.frames.plans import Frame
from casework.issues import Issue
from catalogue import workdays
from catalogue.regulations.terms import Bound
from config import clock


def check(frame: Frame) -> Iterator[Issue]:
    plan = frame.plan
    if not plan.first_on:
        yield Issue("dates-none", "basics", "还没有填写首场日期。", "在“基本安排”中填写。")
    if not (plan.enrol_from and plan.enrol_until):
        yield Issue("enrolment-none", "basics", "还没有填写报名起止日期。", "在“基本安排”中填写。")
    elif plan.first_on and plan.enrol_until >= plan.first_on:
        yield Issue(
            "enrolment-late",
            "basics",
            "报名截止日期不早于首场日期。",
            "报名应在首场考核之前截止，并留出审核名册的时间。",
        )
    yield from in_time(frame)


def in_time(frame: Frame, *, end: str = "", section: str = "basics") -> Iterator[Issue]:
    """Whether today is early enough before the first session for what is due before it; with `end`
    (`plan.roster_filed`) only for what leads there."""
    for rule in frame.regulation.deadlines:
        if rule.bound != Bound.BEFORE or rule.starts != "plan.first_session":
            continue
        if frame.first is None or (end and end not in rule.ends):
            continue
        latest = workdays.latest_date_before(frame.first, rule.amount)
        if clock.today() > latest:
            yield Issue(
                "too-late",
                section,
                f"首场是{date_format(frame.first)}，{rule.name}最迟应在"
                f"{date_format(latest)}，已经来不及。",
                f"{rule.name}应比首场{rule.text}，请推迟首场日期。",
                rule,
            )
