"""Incidents of a session: listed, written down, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.views.materials import serve
from casework.views.sending import attempted, form_page, sent, taken
from results import conduct
from results.enums import Consequence
from results.forms.incidents import IncidentForm, RevokeForm
from results.models import Incident, IncidentFile
from results.selectors.standing import Standing
from results.services import incidents
from results.views.check_in import frame, read_or_403

NOT_NOW = "现在不能记录考场情况。评价完成前由本场工作人员记录，评分前由评价机构补记。"
NOT_YOURS = "只有评价机构的管理员可以撤销，而且须在成绩计算之前；之后请办理成绩更正。"


@require_safe
def listing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """What happened in a session, for who reads it."""
    own = read_or_403(request.user, number, pk)
    rows = own.session.incidents.select_related(
        "entry", "room", "recorded_by", "revoked_by"
    ).prefetch_related("files__file")
    context = {
        "rows": [(row, conduct.name_of(row.conduct), effect(row)) for row in rows],
        "rules": conduct.rules(),
        "back": reverse("results:check-in", args=[number, pk]),
    }
    return render(request, "results/held/incidents.html", frame(own) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A new record; `?entry=` chooses the candidate."""
    own = read_or_403(request.user, number, pk)
    if not own.records:
        raise PermissionDenied(NOT_NOW)
    first = {"entry": request.GET.get("entry", "")}
    if own.duty and own.duty.room:
        first["room"] = own.duty.room
    form = IncidentForm(*sent(request), session=own.session, initial=first)
    if form.is_bound and form.is_valid() and _recorded(request, own, form):
        messages.success(request, "已记录。记录不能修改，写错的由评价机构管理员撤销后重记。")
        return redirect("results:incidents", number, pk)
    context = frame(own) | {
        "rules": conduct.rules(),
        "back": reverse("results:check-in", args=[number, pk]),
    }
    return form_page(request, form, template="results/held/incident_form.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str, pk: int, incident: int) -> HttpResponse:
    """Take a record back."""
    own = read_or_403(request.user, number, pk)
    row = get_object_or_404(own.session.incidents.select_related("entry"), pk=incident)
    row.session = own.session
    if not own.revokes:
        raise PermissionDenied(NOT_YOURS)
    form = RevokeForm(*sent(request))

    def do() -> None:
        incidents.revoke(row, form.cleaned_data["reason"], actor=request.user)

    if taken(form, do):
        messages.success(request, "已撤销，不再影响成绩。原记录和撤销原因保留在案。")
        return redirect("results:incidents", number, pk)
    context = {
        "title": "撤销考场情况记录",
        "lead": f"{row.entry.name if row.entry else own.session}：{conduct.name_of(row.conduct)}",
        "back": reverse("results:incidents", args=[number, pk]),
        "eyebrow": f"{own.plan.title} · {number}",
        "button": "撤销记录",
        "danger": True,
    }
    return form_page(request, form, **context)


@require_safe
def proof(request: HttpRequest, number: str, pk: int, file: int) -> HttpResponse:
    """A photo or paper of an incident, for who reads the session."""
    own = read_or_403(request.user, number, pk)
    rows = IncidentFile.objects.filter(incident__session=own.session).select_related("file")
    return serve(request, get_object_or_404(rows, pk=file).file)


def effect(row: Incident) -> str:
    """What an incident does to scores, in words."""
    if row.revoked_at:
        return "已撤销，不影响成绩"
    if row.consequence == Consequence.SUBJECT:
        return f"{row.get_subject_display()}成绩无效"
    if row.consequence == Consequence.CHEATING:
        return f"{row.get_subject_display()}按作弊处理，成绩无效"
    return Consequence(row.consequence).label


def _recorded(request: HttpRequest, own: Standing, form: IncidentForm) -> bool:
    def do() -> None:
        incidents.record(
            own.session,
            form.given(),
            actor=request.user,
            token=form.cleaned_data["token"],
            uploads=form.uploads(),
        )

    return attempted(form, do)
