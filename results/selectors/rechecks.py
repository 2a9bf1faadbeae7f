"""Rechecks of scores (复核): which are open, what may be asked, who answers."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from assessment.models import Entry, Plan
from casework.services.publications import takes_objections
from catalogue import workdays
from catalogue.regulations.terms import PlanStep
from results.enums import SubjectOutcome
from results.models import Recheck, Result, SubjectResult
from results.selectors import publicity
from results.selectors.scores import STAFF

ANSWER_DAYS = 5  # working days; no document says how long (本系统默认)
NO_SCORE = (SubjectOutcome.EXEMPT, SubjectOutcome.CARRIED)
NOT_NOW = "公示期内才能申请复核。现在有疑问的，请拨打公告上的联系电话。"
NO_SUBJECT = "这个科目没有可以复核的成绩，请重新选择。"
OPEN_ALREADY = "这个科目的复核申请正在办理，不用重复提交。"
ANSWERED_ALREADY = "这个科目已经复核并答复。对答复有异议的，可以在公示期内提出异议。"


def all_of(plan: Plan) -> QuerySet[Recheck]:
    """Every recheck of a plan, those that wait first."""
    rows = Recheck.objects.filter(entry__plan=plan).select_related("entry__item__occupation")
    return rows.defer("entry__details", "entry__phone", "entry__id_number")


def open_of(plan: Plan) -> QuerySet[Recheck]:
    """Those not yet answered; while there is one the publicity of the results cannot end."""
    return Recheck.objects.filter(entry__plan=plan, answered_at=None)


def due_on(recheck: Recheck) -> date:
    """By which day it is to be answered."""
    return due([recheck])[0][1]


def due(rows: Iterable[Recheck]) -> list[tuple[Recheck, date]]:
    """Each with the day by which it is to be answered; the calendar is read once."""
    calendar = workdays.current()
    starts = ((each, localdate(each.submitted_at)) for each in rows)
    return [
        (each, workdays.add_working_days(start, ANSWER_DAYS, calendar=calendar))
        for each, start in starts
    ]


def is_open(plan: Plan) -> bool:
    """Whether rechecks are taken now: as long as the publicity takes objections."""
    if plan.state != PlanStep.PUBLICITY:
        return False
    newest = publicity.latest(plan)
    return newest is not None and takes_objections(newest)


def askable(result: Result | None, rechecks: list[Recheck]) -> list[SubjectResult]:
    """The subjects of a result of which a recheck may be asked, whether or not it is time."""
    return [
        each
        for each in (result.subjects.all() if result else ())
        if not hindrance(result, each.subject, rechecks)
    ]


def hindrance(result: Result | None, subject: str, rechecks: list[Recheck]) -> str:
    """Why a recheck of the subject cannot be asked; empty where it can. One that was answered may
    be asked again only of a result that is newer: else publicity would never end."""
    scored = {each.subject: each for each in result.subjects.all()} if result else {}
    if subject not in scored or scored[subject].outcome in NO_SCORE:
        return NO_SUBJECT
    same = [each for each in rechecks if each.subject == subject]
    if any(each.answered_at is None for each in same):
        return OPEN_ALREADY
    if any(each.submitted_at >= result.computed_at for each in same):
        return ANSWERED_ALREADY
    return ""


def may_read(user: User, plan: Plan) -> bool:
    """Who reads what candidates wrote: those who work on scores in the agency."""
    return holds(user, plan.owner_id, *STAFF)


def may_answer(user: User, plan: Plan) -> bool:
    """Who answers: managers and clerks of the agency."""
    return holds(user, plan.owner_id, *SPEAKERS)


def named(entry: Entry) -> str:
    """What messages and records call a candidate: the ticket, else the registration."""
    return entry.ticket or entry.number
