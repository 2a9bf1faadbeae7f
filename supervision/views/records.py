"""The record of an inspection, filled in on a phone on site (LN-14)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from casework import kinds
from casework.views.cases import visible_or_404
from casework.views.sending import sent
from supervision.enums import InspectionState
from supervision.forms.inspections import FindingForm, RecordForm
from supervision.models import Finding, Inspection
from supervision.models.inspection_parties import inspects
from supervision.selectors import inspections as reads
from supervision.services import records
from supervision.views import on_site
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "检查任务"),
    Column("agency", "机构"),
    Column("days", "检查截止", ("ends_on",)),
    Column("state", "状态"),
)


def inspection_or_403(user: User, number: str) -> Inspection:
    """The inspection of that number for one of its inspectors; 404 for whoever may not see it,
    403 for who sees it but does not inspect."""
    case = visible_or_404(user, number)
    if not isinstance(case, Inspection):
        raise Http404
    if not inspects(case, user):
        raise PermissionDenied(records.NOT_YOURS)
    return case


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The inspections to which the person was sent."""
    table = Table(request, reads.own_of(request.user), COLUMNS, default_sort="days", id="mine")
    rows = [(row, InspectionState(row.state).label, kinds.state_tone(row)) for row in table.page]
    return render(request, "supervision/inspections/mine.html", {"table": table, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist, the findings, the words; sent, it is handed in for good."""
    case = inspection_or_403(request.user, number)
    if case.state != InspectionState.VISITING:
        messages.info(request, records.CLOSED)
        return redirect("casework:case", number)
    form, stamp = on_site.forms(request, case, RecordForm)
    if form.is_bound and on_site.hand_in(request, case, records.RECORD, form, stamp):
        messages.success(request, "检查记录已提交。")
        return redirect("casework:case", number)
    return on_site.page(
        request,
        case,
        records.RECORD,
        form,
        stamp,
        phases=[("检查要点", form.rows())],
        adds=reverse("supervision:finding-add", args=[number]),
        strikes="supervision:finding-strike",
        lead="逐项点选，自动保存。全部填好后提交，提交后不能修改。",
        warning="提交后不能修改。发现问题的，被检查机构可以看到并陈述意见。",
    )


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    case = inspection_or_403(request.user, number)
    return on_site.keep(request, case, records.RECORD)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Write a problem down; `?point=` chooses the point."""
    case = inspection_or_403(request.user, number)
    first = {"point": request.GET.get("point", "")}
    form = FindingForm(*sent(request), case=case, initial=first)

    def do() -> None:
        token, photos = form.cleaned_data["token"], form.photos()
        records.find(case, form.found(), actor=request.user, token=token, photos=photos)

    return on_site.added(
        request,
        case,
        records.RECORD,
        form,
        do,
        title="记录问题",
        lead="写明看到的情况，现场拍照。",
        back=reverse("supervision:record", args=[number]),
        anchor="#findings",
        said="已记录。",
    )


@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a problem back."""
    case = inspection_or_403(request.user, number)
    row = get_object_or_404(Finding.objects.select_related("inspection"), pk=pk, inspection=case)
    on_site.strike(request, records.RECORD, row)
    return redirect(reverse("supervision:record", args=[number]) + "#findings")
