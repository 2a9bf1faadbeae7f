"""Who may open a sealed paper, for what, from when (LC-15, HB-04)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import holds
from assessment.enums import DutyRole
from assessment.models import Plan, Session
from catalogue.regulations.terms import PlanStep
from config import clock
from papers.enums import OpeningCause, PaperStatus
from papers.models import Paper
from papers.selectors.papers import sessions_of
from papers.selectors.rights import is_officer, prepares

INVIGILATING = (DutyRole.CHIEF, DutyRole.INVIGILATOR)
MARKING = (DutyRole.ASSESSOR, DutyRole.PANELLIST)
UNSEALED = "这份试卷还没有封存，不能启封。"
SPOILED = "这份试卷已经作废，不能启封。"
CANCELLED = "计划已经取消，封存的试卷不再启封。请作废。"
NO_SESSION = "这个科目还没有安排场次，封存的试卷不能启封。"
EARLY = "{when}之前不能启封。{why}"
WHY = {
    OpeningCause.SESSION: "试卷在开考时启封。",
    OpeningCause.SCORING: "阅卷和评分在开考以后进行。",
    OpeningCause.REVIEW: "考后查阅在最后一场结束以后办理。",
}


@dataclass(frozen=True)
class Way:
    """A cause for which somebody may open a paper: `session` it is for, `since` when; none where
    there is no session yet."""

    cause: OpeningCause
    since: datetime | None
    session: Session | None = None

    @property
    def with_key(self) -> bool:
        """Whether answers may be seen: in the room only the paper itself is needed."""
        return self.cause in (OpeningCause.SCORING, OpeningCause.REVIEW)

    @property
    def refusal(self) -> str:
        """Why it cannot be opened for this now; empty where it can."""
        if self.since is None:
            return NO_SESSION
        if clock.now() < self.since:
            moment = localtime(self.since)
            when = f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
            return EARLY.format(when=when, why=WHY[self.cause])
        return ""


def ways(user: User, paper: Paper) -> list[Way]:
    """All causes that somebody has, also those whose time has not come; none for strangers."""
    sessions = list(sessions_of(paper).prefetch_related("duties__examiner"))
    found = [
        _of_sessions(OpeningCause.SESSION, _invigilated(user, paper.plan, sessions)),
        _of_sessions(OpeningCause.SCORING, _marked(user, paper.plan, sessions)),
    ]
    if prepares(user, paper.plan) or is_officer(user, paper.plan):
        found.append(Way(OpeningCause.REVIEW, last_end(paper.plan)))
    return [way for way in found if way]


def refusal_of(paper: Paper) -> str:
    """Why nobody can open a paper, whatever for; empty where somebody may."""
    if paper.status == PaperStatus.SPOILED:
        return SPOILED
    if paper.status == PaperStatus.DRAWN:
        return UNSEALED
    return CANCELLED if paper.plan.state == PlanStep.CANCELLED else ""


def last_end(plan: Plan) -> datetime | None:
    """When the last session of a plan is over."""
    ends = plan.sessions.filter(cancelled_at=None).order_by("-ends_at")
    return ends.values_list("ends_at", flat=True).first()


def _of_sessions(cause: OpeningCause, sessions: list[Session] | None) -> Way | None:
    """From the start of the first of them; `sessions` none for who has no such cause."""
    if sessions is None:
        return None
    first = sessions[0] if sessions else None
    return Way(cause, first.starts_at if first else None, first)


def _invigilated(user: User, plan: Plan, sessions: list[Session]) -> list[Session] | None:
    if holds(user, plan.owner_id, Role.MANAGER):
        return sessions
    return _on_duty(user, sessions, INVIGILATING)


def _marked(user: User, plan: Plan, sessions: list[Session]) -> list[Session] | None:
    if holds(user, plan.owner_id, Role.SCORER):
        return sessions
    return _on_duty(user, sessions, MARKING)


def _on_duty(user: User, sessions: list[Session], roles) -> list[Session] | None:
    """The sessions in which somebody does this; none where it is none of them."""
    own = [
        session
        for session in sessions
        if any(
            duty.role in roles and duty.examiner and duty.examiner.user_id == user.pk
            for duty in session.duties.all()
        )
    ]
    return own or None
