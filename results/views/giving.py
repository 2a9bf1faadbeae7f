"""The papers given out in a session, for who serves there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.views.sending import form_page, sent, taken
from results.forms.giving import GivingForm
from results.selectors.papers_given import places
from results.services import giving
from results.views.check_in import frame, standing_or_404

NOT_YOURS = "本场的考务、监考、考评人员和评价机构的经办人可以登记发卷。"
NOT_NOW = "签到开放以后、完成评分之前可以登记发卷。"


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say which form each room was given."""
    own = standing_or_404(request.user, number, pk)
    if not own.serves:
        raise PermissionDenied(NOT_YOURS)
    if not own.gives:
        raise PermissionDenied(NOT_NOW)
    found = places(own.session)
    form = GivingForm(*sent(request), places=found)

    def do() -> None:
        token = form.cleaned_data["token"]
        giving.record(own.session, form.given(), actor=request.user, token=token)

    if taken(form, do):
        messages.success(request, "已登记发卷情况，考评组按登记的卷别评分。")
        return redirect("results:papers-given", number, pk)
    context = {"places": found, "back": reverse("results:check-in", args=[number, pk])}
    return form_page(request, form, template="results/held/papers.html", **frame(own), **context)
