"""The arrangement of a plan at a glance, and its sessions one by one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment.checks import arrangement, seating
from assessment.checks import sessions as session_checks
from assessment.enums import SeatOrder
from assessment.forms.arrangement import AllotForm, SessionForm
from assessment.frames.arrangement import Frame
from assessment.models import Entry, Plan, Seat, Session
from assessment.selectors import arrangement as rights
from assessment.selectors import overviews
from assessment.services import sessions
from assessment.views.entries import plan_or_404
from casework import kinds
from casework.issues import Issue
from casework.services.door import DoorError
from casework.views.sending import form_page, sent, taken
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import PlanStep
from ui.tables import Column, Table

COLUMNS = (
    Column("when", "时间", ("starts_at",)),
    Column("subject", "科目", ("subject",)),
    Column("items", "职业等级"),
    Column("rooms", "考场"),
    Column("due", "应考／座位", numeric=True),
    Column("seated", "已编座位", numeric=True),
    Column("people", "考务人员", numeric=True),
)
NAMED = 30  # of those without a seat, on the page


@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Sessions, seats, who has none, what is wrong: everybody who sees the plan reads it."""
    plan = plan_or_404(request.user, number)
    arranges, seats = rights.arranges(request.user, plan), rights.seats(request.user, plan)
    frame = Frame.of(plan) if arranges else None
    held = list(plan.sessions.filter(cancelled_at=None))
    table = Table(
        request,
        plan.sessions.filter(cancelled_at=None),
        COLUMNS,
        default_sort="when",
        id="sessions",
    )
    seated = Seat.objects.filter(session__in=held).exists()
    context = {
        "plan": plan,
        "state": kinds.state_label(plan),
        "table": table,
        "lines": overviews.lines(plan, list(table.page)),
        "issues": _issues(frame) if frame else [],
        "unseated": _unseated(frame) if frame and seats else [],
        "kinds": _tested(frame) if frame else [],
        "arranges": arranges,
        "seats": seats and held,
        "form": allot_form(held, seated) if seats else None,
        "seated": seated,
        "own": rights.of_agency(request.user, plan),
    }
    return render(request, "assessment/arrangement/sessions.html", context)


def allot_form(held: list[Session], seated: bool, *given) -> AllotForm:
    """The form by which seats of these sessions are given out."""
    return AllotForm(*given, drawn=any(each.lot_id for each in held), seated=seated)


def _issues(frame: Frame) -> list[Issue]:
    """While people still enter, only what concerns the sessions; all of it afterwards."""
    if frame.plan.state == PlanStep.ENROLMENT:
        return list(session_checks.check(frame))
    return arrangement.found(frame, filed=False)


def _unseated(frame: Frame) -> list[tuple[str, int, list[Entry]]]:
    found = seating.unseated(frame)
    return [(kind.label, len(people), people[:NAMED]) for kind, people in found.items()]


def _tested(frame: Frame) -> list[SubjectKind]:
    tested = {kind for kinds_ in frame.tested.values() for kind in kinds_}
    return [kind for kind in SubjectKind if kind in tested]


@require_safe
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A session: when, where, for whom, how full; and what may be done with it."""
    plan, session = session_or_404(request.user, number, pk)
    line = overviews.lines(plan, [session])[0]
    context = {
        "plan": plan,
        "session": session,
        "line": line,
        "drawn": session.lot_id and session.order == SeatOrder.LOT,
        "arranges": rights.arranges(request.user, plan) and session.cancelled_at is None,
        "back": reverse("assessment:sessions", args=[number]),
    }
    return render(request, "assessment/arrangement/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """A new session of a subject, with what is suggested for it."""
    plan = arranged_or_403(request.user, number)
    if kind not in SubjectKind:
        raise Http404
    session = Session(plan=plan, subject=kind)
    title = f"添加{SubjectKind(kind).label}场次"
    return _form(request, session, title, reverse("assessment:sessions", args=[number]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A session changed."""
    plan = arranged_or_403(request.user, number)
    session = get_object_or_404(plan.sessions.filter(cancelled_at=None), pk=pk)
    session.plan = plan
    back = reverse("assessment:session", args=[number, pk])
    return _form(request, session, f"修改{session}", back)


def _form(request: HttpRequest, session: Session, title: str, back: str) -> HttpResponse:
    form = SessionForm(*sent(request), session=session)
    lost = []

    def do() -> None:
        given = form.cleaned_data
        lost.append(
            sessions.keep(
                form.wanted(),
                list(given["items"]),
                list(given["rooms"]),
                actor=request.user,
                seen=given["seen"],
            )
        )

    if taken(form, do):
        freed = f"{lost[0]} 个座位因考场或职业等级变动已释放，请重新编排。" if lost[0] else ""
        messages.success(request, f"已保存场次。{freed}")
        return redirect("assessment:session", session.plan.number, session.pk)
    if form.is_bound:
        form.show_again()
    context = {
        "plan": session.plan,
        "title": title,
        "back": back,
        "rooms": form.fields["rooms"].queryset.exists(),
        "kind": SubjectKind(session.subject),
    }
    return form_page(request, form, template="assessment/arrangement/form.html", **context)


@require_POST
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a session out with its seats and duties; gone already is no error."""
    plan = arranged_or_403(request.user, number)
    try:
        sessions.remove(plan, pk, actor=request.user)
    except DoorError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "已移去场次。")
    return redirect("assessment:sessions", number)


def session_or_404(user: User, number: str, pk: int) -> tuple[Plan, Session]:
    """A session of a plan that one sees."""
    plan = plan_or_404(user, number)
    session = get_object_or_404(plan.sessions, pk=pk)
    session.plan = plan
    return plan, session


def arranged_or_403(user: User, number: str) -> Plan:
    """The plan, for who may arrange it now; 403 with the reason for others."""
    plan = plan_or_404(user, number)
    try:
        sessions.demand(plan, user, rights.arranges)
    except DoorError as refused:
        raise PermissionDenied(str(refused)) from refused
    return plan
