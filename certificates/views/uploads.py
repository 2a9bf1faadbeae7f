"""Data of certificates goes upward: what is due, what presses, the files, their answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import demand, get_or_404
from accounts.models import User
from accounts.selectors import staffed_by
from casework.forms import refuse
from casework.services.door import DoorError
from casework.views.sending import form_page, sent, taken
from certificates.enums import ExportKind, UploadKind, UploadState
from certificates.forms.upward import SentForm, TakeBackForm, UploadMakeForm
from certificates.models import Upload, UploadTakenBack
from certificates.parts.life import UPLOAD_TONES
from certificates.selectors import upward, visible
from certificates.services import acknowledging, exporting, legacy, uploading
from certificates.views.common import XLSX, download
from filing.models import Agency
from ui.tables import Column, Table

COLUMNS = (
    Column("made", "制表", ("made_at",)),
    Column("agency", "评价机构", ("agency__name",)),
    Column("what", "内容"),
    Column("people", "证书", ("people",), numeric=True),
    Column("returned", "退回", ("returned",), numeric=True),
    Column("sent", "上传", ("sent_on",)),
)
PRESSING_COLUMNS = (
    Column("number", "证书编号", ("number",)),
    Column("name", "姓名", ("name",)),
    Column("agency", "评价机构", ("agency_name",)),
    Column("issued", "发证日期", ("issued_on", "number")),
    Column("until", "申领期满"),
    Column("upload", "数据上传", ("upload",)),
)
ROW_COLUMNS = (
    Column("number", "证书编号", ("certificate__number",)),
    Column("name", "姓名", ("certificate__name",)),
    Column("kind", "类别", ("kind",)),
    Column("upload", "现在", ("certificate__upload",)),
    Column("refused", "退回原因"),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """How far the data of one's certificates has come; for agencies and officers."""
    _demand_reader(request.user)
    certificates = visible.certificates_visible_to(request.user)
    rows = upward.with_counts(upward.uploads_visible_to(request.user))
    table = Table(request, rows, COLUMNS, default_sort="-made", id="uploads")
    counts = upward.counts(certificates)
    context = {
        "table": table,
        "rows": list(table.page),
        "counts": [
            (state.label, counts[state.value], UPLOAD_TONES[state]) for state in UploadState
        ],
        "pressing": upward.pressing(certificates).count(),
        "makes": bool(_making(request.user)),
        "answers": bool(acknowledging.sides_of(request.user)),
        "imports": bool(legacy.sides_of(request.user)),
    }
    return render(request, "certificates/upward/uploads.html", context)


@require_safe
def pressing(request: HttpRequest) -> HttpResponse:
    """The certificates whose subsidy date draws near while they do not show nationally."""
    _demand_reader(request.user)
    rows = upward.pressing(visible.certificates_visible_to(request.user)).defer("id_number")
    table = Table(request, rows, PRESSING_COLUMNS, default_sort="issued", id="pressing")
    context = {
        "table": table,
        "rows": [
            (row, upward.claim_until(row), UPLOAD_TONES[UploadState(row.upload)])
            for row in table.page
        ],
    }
    return render(request, "certificates/upward/pressing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Put a file together."""
    agencies = _making(request.user)
    demand(bool(agencies))
    form = UploadMakeForm(*sent(request), agencies=agencies)
    made: list[Upload] = []

    def do() -> None:
        try:
            made.append(uploading.make(actor=request.user, **form.cleaned_data))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        return redirect("certificates:upload", made[0].pk)
    return form_page(
        request,
        form,
        title="制作上传表",
        lead="列入还没有上传的有效证书，以及上传后撤销、换发、需要上报的证书。日期不填即为全部。",
        back=reverse("certificates:uploads"),
        button="制作",
    )


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what stands in it, whether it was uploaded, what came back."""
    upload = get_or_404(upward.uploads_visible_to(request.user), pk=pk)
    rows = upload.rows.select_related("certificate").defer("certificate__id_number")
    table = Table(request, rows, ROW_COLUMNS, default_sort="number", id="rows")
    context = {
        "upload": upload,
        "table": table,
        "rows": [(row, UPLOAD_TONES[UploadState(row.certificate.upload)]) for row in table.page],
        "ended": UploadKind.ENDED,
        "works": upward.may_upload(request.user, upload.agency),
        "form": SentForm(),
        "taken_back": UploadTakenBack.objects.filter(upload_number=pk).select_related("by"),
    }
    return render(request, "certificates/upward/upload.html", context)


@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The xlsx, with ID numbers in full: on record."""
    upload = _worked_or_403(request.user, pk)
    content, count = uploading.sheet(upload)
    organisation = request.acting_for or visible.organisation_of(upload.agency)
    exporting.record(
        ExportKind.UPLOAD,
        content,
        about=f"{upload.agency} 上传表 {upload.pk}",
        count=count,
        user=request.user,
        organisation=organisation,
    )
    return download(content, f"结果备案表（二）上传 {upload.agency.code} {upload.pk}.xlsx", XLSX)


@require_POST
def mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was uploaded."""
    upload = _worked_or_403(request.user, pk)
    form = SentForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请填写上传日期。")
        return redirect("certificates:upload", pk)
    try:
        count = uploading.mark_sent(upload, on=form.cleaned_data["on"], actor=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    except DoorError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"已标记：{count} 本证书已上传。")
    return redirect("certificates:upload", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was not uploaded after all, and why."""
    upload = _worked_or_403(request.user, pk)
    form = TakeBackForm(*sent(request))
    counts: list[int] = []

    def do() -> None:
        reason = form.cleaned_data["reason"]
        counts.append(uploading.take_back(upload, reason=reason, actor=request.user))

    if taken(form, do):
        messages.success(request, f"已撤回：{counts[0]} 本证书回到未上传。")
        return redirect("certificates:upload", pk)
    return form_page(
        request,
        form,
        title="撤回上传标记",
        lead="表中按这次上传计为“已上传”的证书回到未上传；上级系统已经答复的不能撤回。",
        back=reverse("certificates:upload", args=[pk]),
        back_label="返回上传表",
        button="撤回",
        danger=True,
    )


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file that was not uploaded."""
    upload = _worked_or_403(request.user, pk)
    try:
        uploading.drop(upload, actor=request.user)
    except DoorError as refused:
        messages.warning(request, str(refused))
        return redirect("certificates:upload", pk)
    messages.success(request, "已删除，其中的证书可以列入别的表。")
    return redirect("certificates:uploads")


def _demand_reader(user: User) -> None:
    demand(bool(staffed_by(user)) or visible.agencies_run_by(user).exists())


def _making(user: User) -> list[Agency]:
    """The agencies of which a person may make files."""
    return [
        agency for agency in visible.agencies_visible_to(user) if upward.may_upload(user, agency)
    ]


def _worked_or_403(user: User, pk: int) -> Upload:
    upload = get_or_404(upward.uploads_visible_to(user), pk=pk)
    if not upward.may_upload(user, upload.agency):
        raise PermissionDenied(uploading.NOT_YOURS)
    return upload
