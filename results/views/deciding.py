"""The page on which a third person decides a score."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.views.sending import form_page, sent, taken
from results.forms.scores import DecideForm
from results.selectors import scores as rights
from results.services import arbitrating
from results.services.score_sheets import NOT_YOURS
from results.views.sheets import scored_or_403, sheet_or_404, subject_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, item: int, subject: str, entry: int) -> HttpResponse:
    """What both readings say of somebody, by ticket, and what holds."""
    plan = scored_or_403(request.user, number)
    sheet = sheet_or_404(plan, item, subject)
    full_mark = subject_or_404(plan, item, subject).full_mark
    if not rights.may_decide(request.user, plan):
        raise PermissionDenied(NOT_YOURS)
    if not arbitrating.is_third(request.user, sheet):
        raise PermissionDenied(arbitrating.OWN)
    line = arbitrating.dispute_of(plan, sheet, entry)
    if line is None:
        raise Http404
    form = DecideForm(*sent(request), full_mark=full_mark)

    def do() -> None:
        given = form.cleaned_data
        arbitrating.decide(sheet, entry, given["mark"], reason=given["reason"], actor=request.user)

    if taken(form, do):
        messages.success(request, f"已裁定 {line.ticket} 的成绩。")
        return redirect("results:sheet", number, item, subject)
    context = {
        "title": f"裁定 {line.ticket} 的成绩",
        "eyebrow": f"{sheet} · {number}",
        "lead": "请对照试卷。裁定后不能再改。",
        "back": reverse("results:sheet", args=[number, item, subject]),
        "button": "裁定",
        "line": line,
        "full_mark": full_mark,
    }
    return form_page(request, form, template="results/scores/decide.html", **context)
