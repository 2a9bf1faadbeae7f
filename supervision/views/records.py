"""The record of an inspection, filled in on a phone on site (LN-14)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from casework import kinds
from casework.forms import ActForm, refuse
from casework.services import door
from casework.services.door import DoorError, ForbiddenError
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, sent, taken
from config import clock
from supervision.enums import InspectionState
from supervision.forms.inspections import FindingForm, RecordForm
from supervision.models import Finding, Inspection
from supervision.models.inspection_parties import inspects
from supervision.selectors import inspections as reads
from supervision.services import records
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
    form = RecordForm(*_data(request), case=case)
    stamp = ActForm(*_data(request), case=case, actor=request.user)
    if form.is_bound and _handed_in(request, case, form, stamp):
        messages.success(request, "检查记录已提交。")
        return redirect("casework:case", number)
    wrong = form.is_bound and not form.is_valid()
    context = {
        "case": case,
        "form": form,
        "stamp": stamp
        if stamp.is_bound and stamp.is_valid()
        else ActForm(case=case, actor=request.user),
        "rows": form.rows(),
        "words": form[records.WORDS],
        "findings": list(reads.findings_of(case)),
        "names": {point.key: point.text for point in form.points},
    }
    status = 422 if wrong else 200
    return render(request, "supervision/inspections/record.html", context, status=status)


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    case = inspection_or_403(request.user, number)
    name = request.POST.get("field", "")
    note, status = {"name": name, "saved_at": clock.now()}, 200
    try:
        records.save(case, name, request.POST.get(name, ""), actor=request.user)
    except ValidationError as refused:
        note, status = {"name": name, "fault": " ".join(refused.messages)}, 422
    except DoorError as refused:
        note, status = {"name": name, "fault": str(refused)}, 409
    return render(request, "supervision/inspections/note.html", {"note": note}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Write a problem down; `?point=` chooses the point."""
    case = inspection_or_403(request.user, number)
    first = {"point": request.GET.get("point", "")}
    form = FindingForm(*sent(request), case=case, initial=first)
    if taken(form, lambda: _found(request, case, form)):
        messages.success(request, "已记录。")
        return redirect(reverse("supervision:record", args=[number]) + "#findings")
    back = reverse("supervision:record", args=[number])
    template = "supervision/inspections/finding.html"
    return form_page(request, form, template=template, case=case, back=back)


@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a problem back."""
    case = inspection_or_403(request.user, number)
    row = get_object_or_404(Finding.objects.select_related("inspection"), pk=pk, inspection=case)
    try:
        records.strike(row, actor=request.user)
    except DoorError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已删除这个问题。")
    return redirect(reverse("supervision:record", args=[number]) + "#findings")


def _data(request: HttpRequest) -> tuple:
    return (request.POST,) if request.method == "POST" else ()


def _handed_in(request: HttpRequest, case: Inspection, form: RecordForm, stamp: ActForm) -> bool:
    """What was sent is kept field by field, then handed in."""
    if not stamp.is_valid():
        form.add_error(None, "页面内容不完整，请刷新后重试。")
        return False
    form.is_valid()
    try:
        for name in form.changed_data:
            if name not in form.errors:
                records.save(case, name, form.cleaned_data[name], actor=request.user)
        if form.errors:
            return False
        token = stamp.cleaned_data["token"]
        door.perform(case, "report", actor=request.user, token=token)
    except ValidationError as refused:
        refuse(form, refused)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _found(request: HttpRequest, case: Inspection, form: FindingForm) -> None:
    token = form.cleaned_data["token"]
    records.find(case, form.found(), actor=request.user, token=token, photos=form.photos())
