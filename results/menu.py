"""Where people are led from pages of the floors below."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from assessment.models import Duty
from assessment.selectors.fitness import JUDGES
from catalogue.regulations.terms import PlanStep
from papers.selectors.openings import INVIGILATING, MARKING
from papers.selectors.papers import sealed_for
from results.selectors.markings import by_panel
from results.selectors.scores import is_marking
from results.selectors.standing import SUPERVISING, has_started, is_begun
from ui.ports import Way

OPENING = (*INVIGILATING, *MARKING)


def duty_ways(duties: Iterable[Duty], user: User) -> dict[int, list[Way]]:
    """For each of one's own duties the ways to check-in, to the sealed papers, to the panel's
    sheets and to the supervisor's note, as they are open now. Needs session and plan loaded."""
    duties = list(duties)
    plans = {duty.session.plan_id for duty in duties}
    marked, sealed = by_panel(plans), sealed_for(plans)
    return {duty.pk: list(_ways(duty, marked, sealed)) for duty in duties}


def _ways(duty: Duty, marked: set[tuple[int, str]], sealed: set[tuple[int, str]]):
    session = duty.session
    subject = (session.plan_id, session.subject)
    args = [session.plan.number, session.pk]
    if session.plan.state == PlanStep.READY and is_begun(session):
        yield Way("签到", reverse("results:check-in", args=args))
    if subject in sealed and _opens(duty):
        yield Way("启封试卷", reverse("papers:papers", args=[session.plan.number]))
    judges = duty.role in JUDGES and subject in marked
    if judges and is_marking(session):
        yield Way("评分", reverse("results:marking-room", args=[duty.pk]))
    if duty.role in SUPERVISING and has_started(session):
        yield Way("督导记录", reverse("results:visits", args=args))


def _opens(duty: Duty) -> bool:
    """Whether papers are opened for this duty now: in the room, or to mark by."""
    session = duty.session
    if session.cancelled_at is not None or duty.role not in OPENING:
        return False
    return session.plan.state == PlanStep.READY and has_started(session)
