"""The sessions of a plan on the day of the exam and after it."""

from django.db.models import Count

from accounts.models import User
from assessment.models import Plan, Session
from assessment.selectors.clashes import span
from casework.parts import Part
from catalogue.regulations.terms import PlanStep
from config import clock
from results.selectors import held
from results.selectors.standing import Standing, opens_at

BEFORE = (
    PlanStep.DRAFT,
    PlanStep.PLAN_FILED,
    PlanStep.PLAN_RETURNED,
    PlanStep.PLAN_APPROVED,
    PlanStep.ANNOUNCED,
    PlanStep.ENROLMENT,
    PlanStep.ROSTER,
    PlanStep.ROSTER_FILED,
    PlanStep.ROSTER_RETURNED,
    PlanStep.CANCELLED,
)


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan, once everything is ready: state and numbers of each
    session; the way to names for the agency and the offices."""
    if plan.state in BEFORE:
        return None
    rows = plan.sessions.filter(cancelled_at=None)
    sessions = list(rows.annotate(notes=Count("visits")))
    if not sessions:
        return None
    for each in sessions:
        each.plan = plan
    numbers = held.counts(sessions)
    own = Standing(user, sessions[0], None)
    shown = {
        "number": plan.number,
        "rows": [(each, span(each), numbers[each.pk], *_state(each)) for each in sessions],
        "leads": own.of_agency or own.of_office,
    }
    return Part("results/held/part.html", shown)


def _state(session: Session) -> tuple[str, str]:
    """What a session is at, and its tone."""
    now = clock.now()
    if now < opens_at(session):
        return "未开始", "neutral"
    if now < session.starts_at:
        return "签到中", "info"
    if now < session.ends_at:
        return "进行中", "info"
    return "已结束", "ok"
