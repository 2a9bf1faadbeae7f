"""External supervisors, sent by the bureau of the place of assessment."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from assessment import ports
from assessment.checks.staffing import span
from assessment.enums import DutyRole
from assessment.forms.staffing import SupervisorForm
from assessment.models import Plan, Session
from assessment.selectors import supervision
from assessment.services import duties
from assessment.views.duties import session_or_404
from casework import kinds
from casework.services.door import DoorError
from casework.views.sending import form_page, sent, taken
from config import clock

NOT_YOURS = "只有评价所在地人社部门、评价管理机构的管理员和审核人员可以委派外部质量督导员。"
BY_LOT = "本机关的外部质量督导员由抽签委派，请在这里办理。"
NOT_NOW = "计划现在是“{}”，不能委派外部质量督导员。"


@require_http_methods(["GET", "HEAD", "POST"])
def supervisors(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Send a supervisor of one's own bureau to a session; 403 for whoever may only read it."""
    plan, session = _session(request.user, number, pk)
    if by_lot := ports.sending_page(session, request.user):
        messages.info(request, BY_LOT)
        return redirect(by_lot)
    there = session.duties.filter(role=DutyRole.EXTERNAL).select_related("user")
    people = supervision.supervisors_of(supervision.offices_of(request.user, plan))
    people = people.exclude(pk__in=there.values("user"))
    barred = supervision.barred(list(people), session)
    form = SupervisorForm(*sent(request), people=people.exclude(pk__in=barred))
    if taken(form, lambda: _appoint(request, session, form.cleaned_data["user"])):
        messages.success(request, f"已委派{form.cleaned_data['user'].display_name}。")
        return redirect("assessment:session-supervisors", number, pk)
    page = {
        "plan": plan,
        "session": session,
        "when": span(session),
        "there": there,
        "people": people,
        "over": duties.OVER if session.ends_at <= clock.now() else "",
        "barred": [(user, barred[user.pk]) for user in people if user.pk in barred],
        "back": reverse("assessment:session-staff", args=[number, pk]),
    }
    return form_page(request, form, template="assessment/staffing/supervisors.html", **page)


@require_POST
def remove(request: HttpRequest, number: str, pk: int, duty: int) -> HttpResponse:
    """Take a supervisor back."""
    _, session = _session(request.user, number, pk)
    row = get_object_or_404(session.duties.filter(role=DutyRole.EXTERNAL), pk=duty)
    row.session = session
    if page := ports.visit_page(row):
        messages.info(request, "此人由抽签委派，请在督导任务中撤回。")
        return redirect(page)
    try:
        duties.dismiss(row, actor=request.user, may=supervision.sends)
    except (ValidationError, DoorError) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
    else:
        messages.success(request, "已撤回委派。")
    return redirect("assessment:session-supervisors", number, pk)


def _session(user: User, number: str, pk: int) -> tuple[Plan, Session]:
    plan, session = session_or_404(user, number, pk)
    if not supervision.offices_of(user, plan):
        raise PermissionDenied(NOT_YOURS)
    if not supervision.sends(user, plan):
        raise PermissionDenied(NOT_NOW.format(kinds.state_label(plan)))
    return plan, session


def _appoint(request: HttpRequest, session: Session, user: User) -> None:
    duties.appoint(session, user, actor=request.user, may=supervision.sends)
