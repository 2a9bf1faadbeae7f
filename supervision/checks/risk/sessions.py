"""Sessions without a supervisor, and rosters changed when the day is near."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from assessment.enums import DutyRole
from assessment.models import Duty, Plan, Session
from casework.models import Event
from catalogue.regulations.terms import PlanStep
from results.models import VisitNote
from supervision import intervals
from supervision.checks.risk.found import Found, Share, Window, between, numbers_of, over, percent

SUPERVISORS = (DutyRole.INTERNAL, DutyRole.EXTERNAL)
FILED = (PlanStep.ROSTER_FILED, PlanStep.ROSTER_RETURNED, PlanStep.READY)
CHANGES = ("import_roster", "withdraw_entry", "approve_entries", "make_change", "agree_change")


def unsupervised(window: Window) -> list[Found]:
    """Agencies that held more sessions without any supervisor, of their own or sent, than is
    tolerated. A session with a visit note had one. One query."""
    there = Q(Exists(Duty.objects.filter(session=OuterRef("pk"), role__in=SUPERVISORS))) | Q(
        Exists(VisitNote.objects.filter(session=OuterRef("pk")))
    )
    rows = (
        Session.objects.filter(
            cancelled_at=None,
            ends_at__date__gte=window.since,
            ends_at__date__lt=window.until,  # today's may still be going on
        )
        .exclude(plan__state=PlanStep.CANCELLED)
        .order_by()
        .values_list("plan__agency")
        .annotate(held=Count("pk"), alone=Count("pk", filter=~there))
    )
    shares = [Share(agency, alone, held) for agency, held, alone in rows]
    rules = window.rules
    return [
        Found(row.agency, "", _alone(row, window), numbers_of(row))
        for row in over(shares, rules.unsupervised, rules)
    ]


def _alone(row: Share, window: Window) -> str:
    return (
        f"{window.said}举行的 {row.trials} 个场次中，{row.hits} 个没有安排督导员，也没有督导记录，"
        f"占 {percent(row.hits / row.trials)}（95% 区间 "
        f"{between(intervals.wilson(row.hits, row.trials))}）。"
    )


def late_rosters(window: Window) -> list[Found]:
    """Agencies that changed roster, people, rooms or days in more of their assessments than is
    tolerated when the first session was near. Two queries."""
    rules = window.rules
    plans = Plan.objects.filter(first_on__gte=window.since, first_on__lt=window.until)
    plans = plans.exclude(state=PlanStep.CANCELLED).order_by()
    total = dict(plans.values_list("agency").annotate(n=Count("pk")))
    late = _late(plans, rules.late_roster.days)
    shares = [
        Share(agency, len(late[agency]), count) for agency, count in total.items() if late[agency]
    ]
    none = [Share(agency, 0, count) for agency, count in total.items() if not late[agency]]
    return [
        Found(
            row.agency,
            "",
            _changed(row, window),
            numbers_of(row) | {"plans": sorted(late[row.agency])},
        )
        for row in over(shares + none, rules.late_roster, rules)
    ]


def _late(plans, days: int) -> defaultdict[int, Counter]:
    """By agency, how often each of its plans was changed when the day was near."""
    rows = Event.objects.filter(case__plan__in=plans, act__in=CHANGES, source__in=FILED).order_by()
    found: defaultdict[int, Counter] = defaultdict(Counter)
    for agency, number, first, at in rows.values_list(
        "case__plan__agency", "case__number", "case__plan__first_on", "at"
    ):
        if timezone.localdate(at) >= first - timedelta(days):
            found[agency][number] += 1
    return found


def _changed(row: Share, window: Window) -> str:
    return (
        f"{window.said}的 {row.trials} 次评价中，{row.hits} 次在首场前 "
        f"{window.rules.late_roster.days} 天内变更了名册、人员、考场或日期，"
        f"占 {percent(row.hits / row.trials)}（95% 区间 "
        f"{between(intervals.wilson(row.hits, row.trials))}）。"
    )
