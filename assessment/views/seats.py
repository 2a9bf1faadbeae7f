"""The seats of a session: who sits where, given out, moved, and by which lot."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.forms.arrangement import MoveForm
from assessment.models import Plan, Seat, Session
from assessment.selectors import arrangement as rights
from assessment.selectors.clashes import span
from assessment.services import seating
from assessment.services.seating import Given
from assessment.services.sessions import demand
from assessment.views.entries import plan_or_404
from assessment.views.sessions import NAMED, allot_form, session_or_404
from casework.filters import FilterForm
from casework.services import lots
from casework.services.door import DoorError
from casework.views.sending import form_page, sent, taken
from ui.tables import Column, Table

PLACE = ("room__site__name", "room__site", "room__order", "room__name", "number")
COLUMNS = (
    Column("place", "座位", PLACE),
    Column("name", "姓名", ("entry__name",)),
    Column("ticket", "准考证号", ("entry__ticket",)),
    Column("item", "职业等级", ("entry__item__occupation__code", "entry__item__level")),
    Column("employer", "工作单位", ("entry__employer",)),
)


class SeatFilter(FilterSet):
    """Narrows the seats of a session."""

    search = CharFilter(label="姓名或准考证号", method="by_text")
    room = ChoiceFilter(label="考场", empty_label="全部")

    class Meta:
        model = Seat
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args, rooms, **kwargs):
        self.rooms = rooms
        super().__init__(*args, **kwargs)
        self.form.fields["room"].choices = [(str(room.pk), str(room)) for room in rooms]

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        return queryset.filter(
            Q(entry__name__icontains=text)
            | Q(entry__ticket__iendswith=text)
            | Q(entry__number__iendswith=text)
        )


@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Who sits where, thirty a page; to give seats out for who may now."""
    plan, session = session_or_404(request.user, number, pk)
    may = rights.seats(request.user, plan) and session.cancelled_at is None
    if request.method == "POST":
        _demand(request.user, plan)
    form = allot_form([session], session.seats.exists(), *sent(request)) if may else None
    given: list[Given] = []
    if form and taken(form, lambda: given.append(_allot(request, session, form))):
        _say(request, given[0])
        return redirect("assessment:seats", number, pk)
    context = {
        "plan": plan,
        "session": session,
        "when": span(session),
        **_listed(request, session),
        "may": may,
        "form": form,
        "back": reverse("assessment:session", args=[number, pk]),
    }
    wrong = form and form.is_bound
    template = "assessment/arrangement/seats.html"
    return render(request, template, context, status=422 if wrong else 200)


def _allot(request: HttpRequest, session: Session, form) -> Given:
    return seating.allot(session, form.wish(), actor=request.user)


def _listed(request: HttpRequest, session: Session) -> dict:
    rooms = list(session.rooms.select_related("site"))
    rows = session.seats.select_related("room__site", "entry__item__occupation")
    rows = rows.defer("entry__details", "entry__phone", "entry__id_number")

    def narrowed(*args, **kwargs) -> SeatFilter:
        return SeatFilter(*args, rooms=rooms, **kwargs)

    table = Table(request, rows, COLUMNS, filterset=narrowed, default_sort="place", id="seats")
    without = seating.without_seat(session)
    return {
        "table": table,
        "rows": list(table.page),
        "several": len({room.site_id for room in rooms}) > 1,
        "unseated": without[:NAMED],
        "unseated_count": len(without),
    }


@require_POST
def allot_all(request: HttpRequest, number: str) -> HttpResponse:
    """Give out the seats of all sessions of a plan."""
    plan = plan_or_404(request.user, number)
    _demand(request.user, plan)
    held = list(plan.sessions.filter(cancelled_at=None))
    form = allot_form(held, Seat.objects.filter(session__plan=plan).exists(), request.POST)
    given: list[Given] = []
    if taken(form, lambda: given.append(seating.allot_all(plan, form.wish(), actor=request.user))):
        _say(request, given[0])
        return redirect("assessment:sessions", number)
    context = {
        "title": "编排全部座位",
        "back": reverse("assessment:sessions", args=[number]),
        "eyebrow": f"{plan.title} · {number}",
        "button": "编排座位",
    }
    return form_page(request, form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: str, pk: int, entry: int) -> HttpResponse:
    """Another seat for somebody, or a first one for who has none."""
    plan, session = session_or_404(request.user, number, pk)
    _demand(request.user, plan)
    person = get_object_or_404(plan.entries.filter(status=EntryStatus.APPROVED), pk=entry)
    own = session.seats.filter(entry=person).select_related("room__site").first()
    form = MoveForm(*sent(request), session=session, entry=person, own=own)
    if taken(form, lambda: seating.move(session, form.move(), actor=request.user)):
        messages.success(request, f"已调整{person.name}的座位。")
        return redirect("assessment:seats", number, pk)
    lead = f"现在的座位：{own}。" if own else "现在没有座位。"
    context = {
        "title": f"调整{person.name}的座位",
        "lead": lead + "填写已有人的座位，会请您确认互换。",
        "back": reverse("assessment:seats", args=[number, pk]),
        "eyebrow": f"{span(session)} {session.get_subject_display()}",
        "button": "保存",
        "number": number,
        "session": session,
        "entry": person,
        "own": own,
    }
    return form_page(request, form, template="assessment/arrangement/move.html", **context)


@require_POST
def release(request: HttpRequest, number: str, pk: int, entry: int) -> HttpResponse:
    """Free somebody's seat; freed already is no error."""
    plan, session = session_or_404(request.user, number, pk)
    _demand(request.user, plan)
    try:
        seating.release(session, entry, actor=request.user)
    except DoorError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "已移出座位。")
    return redirect("assessment:seats", number, pk)


@require_safe
def lot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The lot by which the seats were given out, with what repeats it (docs/lots.md)."""
    plan, session = session_or_404(request.user, number, pk)
    if session.lot is None:
        raise Http404
    context = {
        "plan": plan,
        "session": session,
        "when": span(session),
        "lot": session.lot,
        "rule": json.loads(session.lot.rule),
        "whole": lots.verify(session.lot.result),
        "back": reverse("assessment:session", args=[number, pk]),
    }
    return render(request, "assessment/arrangement/lot.html", context)


def _demand(user: User, plan: Plan) -> None:
    try:
        demand(plan, user, rights.seats)
    except DoorError as refused:
        raise PermissionDenied(str(refused)) from refused


def _say(request: HttpRequest, given: Given) -> None:
    messages.success(request, f"已编排 {given.seated} 个座位。")
    if given.left:
        said = f"还有 {given.left} 人次没有座位：安排到其他场次，或者增加考场、场次。"
        messages.warning(request, said)
