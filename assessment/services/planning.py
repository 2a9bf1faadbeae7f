"""A plan is filed, answered, announced, opened, cancelled. Effects of acts: the case is locked."""

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.checks import all as checks
from assessment.checks import standing
from assessment.documents import announcement
from assessment.frames.plans import Frame, permit_for
from assessment.models import Plan, Seat, Session
from assessment.services import changes
from casework.enums import PublicationKind
from casework.issues import Issue
from casework.services import publications
from catalogue.regulations.terms import PlanAct
from config import clock


def file(case: Plan, *, actor: User, **_) -> dict:
    """File the plan. Raises ValidationError with everything that stands in the way."""
    found = _refuse(checks.issues(case))
    case.permit = permit_for(Frame.of(case))
    return {"warnings": [issue.message for issue in found]}


def announce(case: Plan, *, actor: User, **_) -> dict:
    """Publish the announcement. Where the regulation has no filing of the plan (HB, SD) the plan
    is held against all checks here; else against the register as it is now."""
    if _is_filed_first(case):
        _refuse(list(standing.check(Frame.of(case))))
    else:
        _refuse(checks.issues(case))
        case.permit = permit_for(Frame.of(case))
    case.announcement = publications.publish(
        kind=PublicationKind.ANNOUNCEMENT,
        title=announcement.title(case),
        body=announcement.body(case),
        office=case.owner,
        actor=actor,
        case=case,
    )
    return {"announcement": case.announcement.pk}


def open_enrolment(case: Plan, *, actor: User, **_) -> None:
    """Let people enter. Raises ValidationError once the announced time is over, or where the
    announcement was taken back or the agency is not in force any more."""
    _refuse(list(standing.check(Frame.of(case))))
    if not (case.announcement and case.announcement.is_in_force):
        raise ValidationError("评价公告已撤下，不能开放报名。")
    if case.enrol_until and case.enrol_until < clock.today():
        raise ValidationError("公告的报名时间已过，不能开放报名。需要继续的，请取消后另定计划。")


def cancel(case: Plan, *, actor: User, note: str = "", **_) -> dict:
    """Call the plan off: its announcement is taken back in public with the reason, its sessions
    are over and their seats free. Who was entered is on the roster, to be told one by one."""
    if case.announcement and case.announcement.is_in_force:
        publications.withdraw(case.announcement, reason=note[:200], actor=actor)
    changes.lapse(case)
    Seat.objects.filter(session__plan=case).delete()
    Session.objects.filter(plan=case, cancelled_at=None).update(cancelled_at=clock.now())
    return {"entries": case.entries.count()}


def _is_filed_first(case: Plan) -> bool:
    arrows = case.regulation.processes.plan.arrows
    return any(arrow.act == PlanAct.FILE_PLAN for arrow in arrows)


def _refuse(issues: list[Issue]) -> list[Issue]:
    """Raise ValidationError for those that refuse; answer the others."""
    refusing = [f"{issue.message}{issue.remedy}" for issue in issues if issue.refuses]
    if refusing:
        raise ValidationError(refusing)
    return issues
