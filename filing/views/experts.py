"""An expert's own pages: what waits for him, and whom he must not judge."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from casework.views.sending import form_page, sent, taken
from config import clock
from filing.enums import ConflictCause
from filing.forms.experts import EndForm, TieForm
from filing.selectors import experts
from filing.services import ties
from filing.services.ties import LASTING
from ui.tables import Column, Table

COLUMNS = (
    Column("filing", "申请", ("panel__filing__title",)),
    Column("owner", "申请单位", ("panel__filing__owner__name",)),
    Column("visit", "现场考察", ("panel__visit_on",)),
    Column("state", "我的意见", ("spoken_at",)),
)


@require_safe
def my_panels(request: HttpRequest) -> HttpResponse:
    """The panels on which one sits, what waits first."""
    terms = _terms_or_403(request.user)
    seats = experts.seats_of(request.user)
    context = {
        "table": Table(request, seats, COLUMNS, id="panels"),
        "terms": terms,
        "ties": experts.ties_of(request.user).count(),
        "today": clock.today(),
    }
    return render(request, "filing/experts/my_panels.html", context)


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """One's own record: appointments, employers of the last three years, other ties."""
    terms = _terms_or_403(request.user)
    context = {
        "terms": terms,
        "ties": experts.ties_of(request.user),
        "lasting": LASTING,
        "today": clock.today(),
    }
    return render(request, "filing/experts/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an organisation to step back from."""
    _terms_or_403(request.user)
    wanted = request.GET.get("cause", "")
    cause = wanted if wanted in ConflictCause.values else ConflictCause.EMPLOYER
    form = TieForm(*sent(request), initial={"cause": cause})

    def do() -> None:
        ties.declare(request.user, actor=request.user, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, "已登记，今后抽取专家时自动回避。")
        return redirect("filing:expert-record")
    back = reverse("filing:expert-record")
    return form_page(request, form, title="登记回避单位", back=back, button="登记")


@require_http_methods(["GET", "HEAD", "POST"])
def end_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has left an employer, or that a relation is over."""
    row = get_object_or_404(experts.ties_of(request.user), pk=pk)
    if row.cause not in LASTING or row.bars_until is not None:
        raise Http404
    form = EndForm(*sent(request), initial={"ended_on": clock.today()})
    if taken(form, lambda: ties.end(row, ended_on=form.cleaned_data["ended_on"])):
        messages.success(request, "已保存。")
        return redirect("filing:expert-record")
    title = "登记离职" if row.cause == ConflictCause.EMPLOYER else "登记关系结束"
    back = reverse("filing:expert-record")
    return form_page(request, form, title=title, lead=row.name, back=back, button="保存")


def _terms_or_403(user: User) -> list:
    terms = list(experts.terms_of(user))
    if not terms:
        raise PermissionDenied("您还没有受聘为评估专家。")
    return terms
