"""The notes of supervisors: written by them on a phone, read by the agency and the offices."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessment import ports
from casework.views.sending import attempted, form_page, sent
from results import conduct
from results.forms.visits import VisitForm
from results.models import VisitNote
from results.selectors.standing import Standing
from results.services import visits
from results.views.check_in import frame, standing_or_404

NOT_YOURS = "督导记录由评价机构、有关机关和填写的督导员查看。"
NOT_NOW = "督导记录由本场督导员在开考后填写。"


@require_safe
def listing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The notes of a session: all of them for the agency and the offices, one's own for a
    supervisor."""
    own = standing_or_404(request.user, number, pk)
    rows = own.session.visits.select_related("duty__examiner", "written_by")
    if not (own.of_agency or own.of_office):
        if not own.supervises:
            raise PermissionDenied(NOT_YOURS)
        rows = rows.filter(duty=own.duty)
    context = {
        "rows": [(row, _points(row)) for row in rows],
        "writes": own.writes_visit and not VisitNote.objects.filter(duty=own.duty).exists(),
    }
    return render(request, "results/held/visits.html", frame(own) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One's own note, once."""
    own = standing_or_404(request.user, number, pk)
    if own.supervises and (page := ports.visit_page(own.duty)):
        return redirect(page)
    if own.supervises and VisitNote.objects.filter(duty=own.duty).exists():
        messages.info(request, visits.WRITTEN)
        return redirect("results:visits", number, pk)
    if not own.writes_visit:
        raise PermissionDenied(NOT_NOW)
    form = VisitForm(*sent(request), regulation=own.plan.regulation_id)
    if form.is_bound and form.is_valid() and _written(request, own, form):
        messages.success(request, "已提交督导记录。")
        return redirect("results:visits", number, pk)
    back = reverse("results:visits", args=[number, pk])
    template = "results/held/visit_form.html"
    return form_page(request, form, template=template, **frame(own), back=back)


def _points(row: VisitNote) -> list[tuple[str, str, str]]:
    """(text, answer as kept, answer in words); a point that the rules have no more by its key."""
    texts = {point.key: point.text for point in conduct.rules().points}
    return [
        (texts.get(key, key), value, visits.ANSWERS.get(value, value))
        for key, value in row.points.items()
    ]


def _written(request: HttpRequest, own: Standing, form: VisitForm) -> bool:
    return attempted(form, lambda: visits.write(own.session, form.given(), actor=request.user))
