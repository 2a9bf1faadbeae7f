"""Check-in on a phone: the people of a session by room and seat, one tap each."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from assessment.models import Entry, Room, Seat
from assessment.selectors.clashes import span
from casework.selectors import cases_visible_to
from casework.services import files
from casework.services.door import DoorError, ForbiddenError
from printing import pictures
from results import conduct
from results.enums import Presence
from results.models import Attendance, Incident
from results.selectors import held, standing
from results.selectors.standing import Standing
from results.services import attendance
from results.services.attendance import Tap

PAGE_SIZE = 60
NONE = "none"  # takes a note back, or says that there was none
TAPPED = [(NONE, "撤销"), *Presence.choices]
SMALL, LARGE = (10, 14), (25, 35)  # millimetres on paper: a thumbnail, and one inch
NOT_YOURS = "只有本场的考务、监考、考评、督导人员，评价机构的经办人和有关机关可以查看签到。"
CLOSED = "现在不能查看本场考生。签到在开考前 {} 分钟开放；评价完成后，由评价机构和有关机关查看。"


class TapForm(forms.Form):
    """What a button sends."""

    presence = forms.ChoiceField(choices=TAPPED)
    seen = forms.ChoiceField(choices=TAPPED, required=False)
    scanned = forms.BooleanField(required=False)

    def tap(self, entry: int) -> Tap:
        given = self.cleaned_data
        return Tap(entry, _said(given["presence"]), _said(given["seen"]), given["scanned"])


class RestForm(forms.Form):
    """The same for all who are not noted."""

    presence = forms.ChoiceField(choices=[(p.value, p.label) for p in Presence if p != "late"])
    room = forms.IntegerField(required=False, min_value=1, max_value=2**31)


@dataclass(frozen=True)
class Row:
    """A candidate as the list shows it."""

    seat: Seat
    note: Attendance | None
    incidents: list[Incident]
    problem: str = ""
    late: bool = False

    @property
    def presence(self) -> str:
        return self.note.presence if self.note else NONE


@require_safe
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The people of a session, one's own room first; counts alone before check-in opens."""
    own = standing_or_404(request.user, number, pk)
    context = frame(own) | {"opens_at": standing.opens_at(own.session)}
    if own.reads:
        context |= _listed(request, own)
    return render(request, "results/held/check_in.html", context)


@require_POST
def note(request: HttpRequest, number: str, pk: int, entry: int) -> HttpResponse:
    """A tap. With scripts only the row comes back: it has a name, so only for who reads now."""
    own = read_or_403(request.user, number, pk)
    seat = _seat_or_404(own, entry)
    form, problem, kept = TapForm(request.POST), "", None
    if not form.is_valid():
        problem = "没有登记：请用页面上的按钮。"
    else:
        problem, kept = _tapped(own, form.tap(entry), request.user)
    if request.htmx:
        late = bool(kept) and attendance.is_late(own.session, Presence(kept.presence))
        (row,) = _rows(own, [seat], problem=problem, late=late)
        shown = {"row": row, "answer": True, "late_text": late_text()}
        kept_on = {name: request.POST.get(name, "")[:300] for name in ("query", "several")}
        context = frame(own) | shown | kept_on
        return render(request, "results/held/tapped.html", context)
    if problem:
        messages.error(request, f"{seat.entry.name}：{problem}")
    elif kept and attendance.is_late(own.session, Presence(kept.presence)):
        messages.warning(request, f"{seat.entry.name}：{late_text()}")
    return redirect(_back(request, own, seat))


@require_POST
def rest(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """All others came, or did not."""
    own = standing_or_404(request.user, number, pk)
    form = RestForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有登记：请用页面上的按钮。")
        return redirect("results:check-in", number, pk)
    room, presence = None, Presence(form.cleaned_data["presence"])
    if form.cleaned_data["room"]:
        room = get_object_or_404(own.session.rooms, pk=form.cleaned_data["room"])
    try:
        count = attendance.note_rest(own.session, presence, room=room, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        messages.error(request, _text(refused))
    else:
        messages.success(request, f"已登记 {count} 人{presence.label}。")
    query = f"?room={room.pk}" if room else "?room=all"
    return redirect(reverse("results:check-in", args=[number, pk]) + query)


@require_safe
def person(request: HttpRequest, number: str, pk: int, entry: int) -> HttpResponse:
    """One candidate, as the code on the ticket leads there."""
    own = read_or_403(request.user, number, pk)
    (row,) = _rows(own, [_seat_or_404(own, entry)])
    return render(request, "results/held/person.html", frame(own) | {"row": row})


@require_safe
def ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    """Where the code on a ticket leads whoever has to do with one of its sessions; to others there
    is no such ticket."""
    found = standing.by_ticket(ticket, request.user)
    if not found:
        raise Http404
    entry = Entry.objects.only("pk").get(plan=found[0].plan_id, ticket=ticket)
    number = found[0].plan.number
    return redirect("results:check-in-person", number, found[0].pk, entry.pk)


@require_safe
def photo(request: HttpRequest, number: str, pk: int, entry: int) -> HttpResponse:
    """The portrait, small unless `?large`, for who reads the session."""
    own = read_or_403(request.user, number, pk)
    portrait = _seat_or_404(own, entry).entry.photo
    if portrait is None:
        raise Http404
    size = LARGE if "large" in request.GET else SMALL
    try:
        data = pictures.fitted(files.read(portrait), *size)
    except (ValueError, files.DamagedFileError) as error:
        raise Http404 from error
    headers = {"Cache-Control": "private, max-age=600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="image/jpeg", headers=headers)


def standing_or_404(user: User, number: str, pk: int) -> Standing:
    """What somebody is in a session; 403 for who only sees the plan, 404 for whom it is nowhere."""
    session = get_object_or_404(standing.sessions(), pk=pk, plan__number=number)
    own = Standing.of(user, session)
    if own.belongs:
        return own
    if cases_visible_to(user, "plan").filter(pk=session.plan_id).exists():
        raise PermissionDenied(NOT_YOURS)
    raise Http404


def read_or_403(user: User, number: str, pk: int) -> Standing:
    """The same, for pages that show candidates; 403 where they are not shown now."""
    own = standing_or_404(user, number, pk)
    if not own.reads:
        raise PermissionDenied(CLOSED.format(conduct.rules().check_in.opens_before))
    return own


def frame(own: Standing) -> dict:
    """What every page of a session shows around its matter."""
    session = own.session
    return {
        "own": own,
        "plan": own.plan,
        "session": session,
        "when": span(session),
        "numbers": held.counts([session])[session.pk],
        "may": own.notes,
        "begun": standing.has_started(session),
        "supervisors": held.supervisors_of(session),
    }


def late_text() -> str:
    """What the rules say of somebody who comes this late."""
    minutes = conduct.rules().check_in.late_after
    return (
        f"开考已超过 {minutes} 分钟，按规定不再入场，应登记为缺考。"
        "确实准许入场的，请在考场情况记录中写明原因。"
    )


def _listed(request: HttpRequest, own: Standing) -> dict:
    rooms = list(own.session.rooms.select_related("site").order_by("site__name", "order", "name"))
    search = _wanted(request.GET.get("search", ""))
    room = None if search else _room(request, own, rooms)
    missing_only = request.GET.get("show") == "missing"
    seats = held.missing(own.session) if missing_only else held.seats_of(own.session)
    if room:
        seats = seats.filter(room=room)
    if search:
        seats = seats.filter(Q(entry__name__icontains=search) | Q(entry__ticket__endswith=search))
    found = Paginator(_loaded(seats), PAGE_SIZE).get_page(request.GET.get("page"))
    missing = held.missing_by_room(own.session)
    return {
        "page": found,
        "rows": _rows(own, list(found)),
        "rooms": [(each, missing.get(each.pk, 0)) for each in rooms],
        "room": room,
        "room_missing": missing.get(room.pk, 0) if room else sum(missing.values()),
        "search": search,
        "missing_only": missing_only,
        "several": len(rooms) > 1,
        "query": request.GET.urlencode(),
    }


def _wanted(text: str) -> str:
    """What was typed, or the ticket number in the address that a scanner typed."""
    return text.replace("\0", "").strip()[:200].rstrip("/").rsplit("/", 1)[-1]


def _room(request: HttpRequest, own: Standing, rooms: list[Room]) -> Room | None:
    asked = request.GET.get("room", "")
    if asked == "all":
        return None
    chosen = next((each for each in rooms if str(each.pk) == asked), None)
    mine = own.duty.room if own.duty else None
    return chosen or mine or (rooms[0] if rooms else None)


def _loaded(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    rows = seats.select_related("room__site", "entry__item__occupation", "entry__photo")
    rows = rows.defer("entry__phone", "entry__details")
    return rows.order_by("room__site__name", "room__order", "room", "number")


def _seat_or_404(own: Standing, entry: int) -> Seat:
    return get_object_or_404(_loaded(held.seats_of(own.session)), entry=entry)


def _rows(own: Standing, seats: list[Seat], *, problem: str = "", late: bool = False) -> list[Row]:
    entries = [seat.entry_id for seat in seats]
    notes = own.session.attendance.filter(entry__in=entries).select_related("noted_by")
    noted = {each.entry_id: each for each in notes}
    told: dict[int, list[Incident]] = {}
    for each in own.session.incidents.filter(entry__in=entries, revoked_at=None):
        told.setdefault(each.entry_id, []).append(each)
    return [
        Row(seat, noted.get(seat.entry_id), told.get(seat.entry_id, []), problem, late)
        for seat in seats
    ]


def _tapped(own: Standing, tap: Tap, user: User) -> tuple[str, Attendance | None]:
    """What was wrong, and what is kept."""
    try:
        return "", attendance.note(own.session, tap, actor=user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        return _text(refused), None


def _back(request: HttpRequest, own: Standing, seat: Seat) -> str:
    """The page on which the button stood, at the same person."""
    args = [own.plan.number, own.session.pk]
    if request.POST.get("from") == "person":
        return reverse("results:check-in-person", args=[*args, seat.entry_id])
    query = QueryDict(request.POST.get("query", "")[:300]).urlencode()
    return f"{reverse('results:check-in', args=args)}?{query}#entry-{seat.entry_id}"


def _said(value: str) -> Presence | None:
    return None if value in ("", NONE) else Presence(value)


def _text(refused: Exception) -> str:
    return " ".join(getattr(refused, "messages", None) or [str(refused)])
