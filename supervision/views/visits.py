"""Supervisors sent by lot: the sessions to come, the draws, the visits and their notes listed."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.selectors import organisations_of, staffed_by, territory
from assessment.models import Session
from assessment.selectors import supervision as rights
from assessment.selectors.clashes import span
from casework.selectors import cases_visible_to
from casework.services import lots
from casework.services.door import DoorError, ForbiddenError
from catalogue import workdays
from config import clock
from supervision import corps
from supervision.enums import VisitState
from supervision.forms.corps import SendForm
from supervision.models import Sending
from supervision.selectors import corps as corps_reads
from supervision.selectors import visits as reads
from supervision.services.corps import sending
from ui.tables import Column, Table

COMING = (
    Column("when", "场次", ("starts_at",)),
    Column("agency", "评价机构", ("plan__agency__name",)),
    Column("place", "评价所在地", ("plan__division__code",)),
    Column("there", "已委派", numeric=True),
)
TASKS = (
    Column("title", "督导任务", ("title",)),
    Column("person", "督导员", ("person__name",)),
    Column("when", "场次日期", ("session__starts_at",)),
    Column("due", "记录期限"),
    Column("state", "状态"),
)
OWN = (
    Column("title", "督导任务", ("title",)),
    Column("when", "场次日期", ("session__starts_at",)),
    Column("due", "记录期限"),
    Column("state", "状态"),
)
INTERNAL = (
    Column("when", "场次", ("session__starts_at",)),
    Column("agency", "评价机构"),
    Column("person", "内部质量督导员", ("examiner__name",)),
    Column("note", "督导记录"),
)
NO_CORPS = "本机关还没有聘任外部质量督导员，请先聘任。"


@require_http_methods(["GET", "HEAD", "POST"])
def coming(request: HttpRequest) -> HttpResponse:
    """The sessions of the territory that still need supervisors; sent, lots are drawn for those
    that were ticked. Managers and reviewers of bureaus only."""
    offices = reads.senders_of(request.user)
    if not offices:
        raise PermissionDenied(sending.NOT_YOURS)
    keepers = corps_reads.keepers(offices)
    sessions = reads.coming(request.user)
    form = SendForm(*((request.POST,) if request.method == "POST" else ()), sessions=sessions)
    if form.is_bound and form.is_valid():
        _draw(request, form.cleaned_data["session"])
        return redirect("supervision:visits-coming")
    table = Table(request, sessions, COMING, default_sort="when", id="coming")
    ticked = set(request.POST.getlist("session"))
    context = {
        "form": form,
        "table": table,
        "rows": [(row, span(row), str(row.pk) in ticked) for row in table.page],
        "keeps": bool(keepers),
        "settings": corps.rules().settings,
        "no_corps": NO_CORPS,
    }
    status = 422 if form.is_bound else 200
    return render(request, "supervision/corps/coming.html", context, status=status)


def _draw(request: HttpRequest, sessions: list[Session]) -> None:
    """A lot for each session; what is refused is said and keeps none of the others back."""
    done = 0
    for session in sessions:
        try:
            sending.send(session, _office_for(request.user, session), actor=request.user)
        except ForbiddenError as refused:
            raise PermissionDenied(str(refused)) from refused
        except (ValidationError, DoorError) as refused:
            said = " ".join(getattr(refused, "messages", [str(refused)]))
            messages.error(request, f"{session.plan.agency} {span(session)}：{said}")
        else:
            done += 1
    if done:
        messages.success(request, f"已为 {done} 场抽签委派，督导员已收到通知。")


def _office_for(user: User, session: Session):
    """Of one's offices that govern the place the one that keeps a corps, the nearest first."""
    offices = rights.offices_of(user, session.plan)
    keepers = corps_reads.keepers(offices)
    if not keepers:
        raise ValidationError(NO_CORPS)
    return max(keepers, key=lambda office: len(territory(office)))


@require_safe
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw by which supervisors were sent, with all that repeats it (docs/lots.md), for
    whoever may see the plan, by number; names for the office that sent."""
    rows = Sending.objects.select_related("session__plan__agency", "lot__result", "office")
    found = get_object_or_404(rows, pk=pk)
    user = request.user
    named = found.office_id in {office.pk for office in staffed_by(user)}
    sent_there = found.visits.filter(person=user.pk).exists()
    sees = cases_visible_to(user, "plan").filter(pk=found.session.plan_id).exists()
    if not (named or sent_there or sees):
        raise Http404
    context = {
        "sending": found,
        "plan": found.session.plan,
        "when": span(found.session),
        "lot": found.lot,
        "whole": sending.is_whole(found),
        "rows": _lines(found, named=named),
        "named": named,
        "rule": json.loads(found.lot.rule),
    }
    return render(request, "supervision/corps/lot.html", context)


def _lines(found: Sending, *, named: bool) -> list[tuple]:
    order = json.loads(found.lot.result.drawn)
    members = found.members.select_related("appointment__person") if named else ()
    names = {str(row.number): row.appointment.person.display_name for row in members}
    sent = {str(row.number_drawn): VisitState(row.state).label for row in found.visits.all()}
    return [
        (
            ticket,
            names.get(ticket.id, ""),
            order.index(ticket.id) + 1 if ticket.id in order else None,
            sent.get(ticket.id, ""),
        )
        for ticket in lots.tickets(found.lot)
    ]


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The visits of one's own offices; `?show=late` for notes that are overdue."""
    if not reads.senders_of(request.user):
        raise PermissionDenied(sending.NOT_YOURS)
    late = request.GET.get("show") == "late"
    rows = reads.desk_of(request.user)
    if late:
        rows = rows.filter(state=VisitState.ASSIGNED, due_on__lt=clock.today())
    table = Table(request, rows, TASKS, default_sort="-when", id="visits")
    context = {"table": table, "rows": _visit_rows(table.page), "late": late}
    return render(request, "supervision/corps/tasks.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The visits to which the person was sent."""
    table = Table(request, reads.own_of(request.user), OWN, default_sort="-when", id="visits")
    context = {"table": table, "rows": _visit_rows(table.page)}
    return render(request, "supervision/corps/mine.html", context)


def _visit_rows(rows) -> list[tuple]:
    today, calendar = clock.today(), workdays.current()
    found = []
    for row in rows:
        regulation = row.session.plan.regulation_id
        due = row.due_day or reads.due_day(row.session, regulation, calendar)
        late = row.state == VisitState.ASSIGNED and due < today
        day = timezone.localtime(row.session.starts_at)
        found.append((row, day, due, late, VisitState(row.state).label, reads.TONES[row.state]))
    return found


@require_safe
def internal(request: HttpRequest) -> HttpResponse:
    """The duties of internal supervisors, their notes and those that are missing: at one's own
    agency, for officers those of the territory, for a supervisor one's own."""
    user = request.user
    if not (staffed_by(user) or organisations_of(user)):
        raise PermissionDenied("内部督导记录由评价机构、督导员本人和有关机关查看。")
    calendar = workdays.current()
    table = Table(request, reads.internal_of(user), INTERNAL, default_sort="-when", id="internal")
    context = {
        "table": table,
        "rows": [_internal_row(row, user, calendar) for row in table.page],
        "sends": bool(reads.senders_of(user)),
        "outside": reads.of_agency(user).order_by("-reported_on", "-pk")[:10],
    }
    return render(request, "supervision/corps/internal.html", context)


def _internal_row(row, user: User, calendar) -> tuple:
    note, plan = getattr(row, "visit", None), row.session.plan
    due = reads.due_day(row.session, plan.regulation_id, calendar)
    writes = note is None and plan.closed_at is None and row.examiner.user_id == user.pk
    return row, span(row.session), note, due, note is None and due < clock.today(), writes
