"""Panel marking on a phone: one's sessions, the candidates of a room by seat, a sheet each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessment.models import Duty
from assessment.selectors.clashes import span
from casework.views.sending import form_page, sent, taken
from results.forms.marking import MarkingForm
from results.selectors import markings
from results.selectors import scores as rights
from results.selectors.standing import Standing
from results.services import marking


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The sessions in which one marks, one's own and those that one enters for others."""
    duties = markings.duties_to_mark(request.user).order_by("session__starts_at", "pk")
    rows = [(duty, span(duty.session), duty.examiner.user_id is None) for duty in duties]
    return render(request, "results/marking/own.html", {"rows": rows})


@require_safe
def room(request: HttpRequest, duty: int) -> HttpResponse:
    """Who is to be marked, by seat and ticket."""
    row = _duty_or_404(request, duty)
    found = markings.places(row)
    context = {
        "duty": row,
        "plan": row.session.plan,
        "when": span(row.session),
        "places": found,
        "open": rights.is_marking(row.session),
        "done": sum(bool(each.marking and each.marking.submitted_at) for each in found),
        "wanted": sum(not each.barred for each in found),
        "unsaid": markings.unsaid(row),
        "gives": Standing.of(request.user, row.session).gives,
        "back": reverse("results:marking"),
    }
    return render(request, "results/marking/room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, duty: int, entry: int) -> HttpResponse:
    """One candidate's sheet; submitted it is only shown."""
    row = _duty_or_404(request, duty)
    seat = get_object_or_404(row.session.seats.select_related("entry__item", "room"), entry=entry)
    if row.room_id not in (None, seat.room_id):
        raise PermissionDenied(marking.NOT_HERE)
    try:
        sheet = marking.sheet_for(row, seat.entry)
    except marking.FormUnsaidError as refused:
        messages.error(request, refused.messages[0])
        return redirect("results:marking-room", duty)
    except ValidationError as refused:
        raise PermissionDenied(refused.messages[0]) from refused
    marking.show(sheet, request.user)
    form = MarkingForm(*sent(request), sheet=sheet)
    submit = "submit" in request.POST

    def do() -> None:
        marking.keep(row, seat.entry, form.given(), submit=submit, actor=request.user)

    if taken(form, do):
        messages.success(request, "已提交，不能再改。" if submit else "已暂存，评完请提交。")
        return redirect("results:marking-room", duty)
    if form.is_bound:
        form.show_again()
    context = {
        "title": f"{seat.number} 号　{seat.entry.ticket}",
        "eyebrow": f"{span(row.session)} {row.session.get_subject_display()} · {row.examiner}",
        "back": reverse("results:marking-room", args=[duty]),
        "sheet": sheet,
        "open": rights.is_marking(row.session),
        "for_other": row.examiner.user_id is None,
        "duty": row,
    }
    return form_page(request, form, template="results/marking/mark.html", **context)


def _duty_or_404(request: HttpRequest, pk: int) -> Duty:
    return get_object_or_404(markings.duties_to_mark(request.user), pk=pk)
