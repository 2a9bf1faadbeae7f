"""What a supervisor saw in a session, written once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan, Session
from casework.models import Event
from casework.services import door
from config import clock
from results import conduct
from results.models import VisitNote
from results.selectors.standing import Standing, sessions

ANSWERS = {"yes": "符合", "no": "不符合", "na": "不适用"}
WRITTEN = "您已经填写这一场的督导记录，不能再改。"


@dataclass(frozen=True)
class Given:
    """A note: what every point came to, a text, and what was wrong."""

    text: str
    points: Mapping[str, str] = field(default_factory=dict)
    problems: str = ""


def write(session: Session, given: Given, *, actor: User) -> Event:
    """Keep a supervisor's note; nobody changes it afterwards. Goes on the timeline (HB-06).

    Who may: `Standing.writes_visit`. Raises NotNowError; ValidationError for a second note, points
    left out, and a point that is not met without a word on the problem.
    """
    _refuse(session.plan, given)

    def change(plan: Plan) -> dict:
        duty = _standing(actor, session, plan).duty
        if VisitNote.objects.filter(duty=duty).exists():
            raise ValidationError(WRITTEN)
        row = VisitNote.objects.create(
            session=session,
            duty=duty,
            points=dict(given.points),
            text=given.text,
            problems=given.problems,
            written_by=actor,
            written_at=clock.now(),
        )
        return {"visit": row.pk, "session": session.pk, "problems": bool(given.problems)}

    def may(user: User, plan: Plan) -> bool:
        return _standing(user, session, plan).writes_visit

    return door.record(session.plan, "write_visit", actor=actor, may=may, change=change)


def _refuse(plan: Plan, given: Given) -> None:
    asked = {point.key for point in conduct.rules().points_of(plan.regulation_id)}
    if set(given.points) != asked or not set(given.points.values()) <= set(ANSWERS):
        raise ValidationError("请逐项填写检查要点。")
    if "no" in given.points.values() and not given.problems:
        raise ValidationError({"problems": "有不符合的要点，请写明问题和整改要求。"})


def _standing(user: User, session: Session, plan: Plan) -> Standing:
    found = sessions().filter(pk=session.pk, plan=plan.pk).first()
    if found is None:
        raise door.NotNowError("这一场已经取消。")
    found.plan = plan
    return Standing.of(user, found)
