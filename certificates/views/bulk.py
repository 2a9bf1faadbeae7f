"""Bulk check of certificates (批量核验), for members of organisations."""

from base64 import b64decode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.services import jobs
from casework.views.materials import PREVIEWED
from casework.views.sending import form_page, sent, taken
from certificates.documents import bulk_sheet
from certificates.enums import BulkFileKind, BulkState
from certificates.forms.bulk import BulkForm
from certificates.models import BulkCheck
from certificates.services import bulk_checks
from ui.tables import Column, Table

TYPES = {
    BulkFileKind.TABLE: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    BulkFileKind.PROOF: "application/pdf",
}
HEADS = (
    Column("name", "名单"),
    Column("at", "核验时间", ("checked_at",)),
    Column("by", "核验人"),
    Column("total", "行数", ("total",), numeric=True),
    Column("outcome", "结果"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Send a table in; what was checked before."""
    mine = bulk_checks.organisations(request.user)
    if not mine:
        raise PermissionDenied(bulk_checks.REFUSED)
    form = BulkForm(*sent(request), organisations=mine)
    made: list[BulkCheck] = []

    def do() -> None:
        file, organisation = form.cleaned_data["file"], form.cleaned_data["organisation"]
        made.append(bulk_checks.upload(organisation, file.read(), file.name, actor=request.user))

    if taken(form, do):
        return redirect("certificates:bulk-check", made[0].pk)
    context = {
        "left": [(each, bulk_checks.left_today(each)) for each in mine],
        "most": bulk_sheet.MOST_ROWS,
        "days": bulk_checks.KEPT_DAYS,
        "table": Table(request, bulk_checks.visible_to(request.user), HEADS, id="checks"),
    }
    return form_page(request, form, template="certificates/bulk/list.html", **context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty table to fill in."""
    if not bulk_checks.organisations(request.user):
        raise PermissionDenied(bulk_checks.REFUSED)
    return _file(bulk_sheet.template(), BulkFileKind.TABLE, "批量核验模板.xlsx")


@never_cache
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a check is, and what came of it."""
    check = _own_or_404(request, pk)
    failure = bulk_checks.failure(check)
    waiting = check.status == BulkState.CHECKING and not failure
    context = {
        "check": check,
        "failure": failure,
        "waiting": waiting,
        "progress": jobs.progress_of(check.job) if waiting and check.job else None,
        "days": bulk_checks.KEPT_DAYS,
    }
    if request.htmx:
        # The waiting over, the whole page is another one.
        over = HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "certificates/bulk/progress.html", context) if waiting else over
    return render(request, "certificates/bulk/check.html", context)


@never_cache
@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The annotated table or the proof."""
    check = _own_or_404(request, pk)
    if kind not in TYPES:
        raise Http404
    file = get_object_or_404(check.files, kind=kind)
    stem = "批量核验结果" if kind == BulkFileKind.TABLE else "批量核验证明"
    return _file(
        b64decode(file.content), kind, f"{stem}{check.checked_at:%Y%m%d}-{check.pk}.{kind}"
    )


def _own_or_404(request: HttpRequest, pk: int) -> BulkCheck:
    return get_object_or_404(bulk_checks.visible_to(request.user), pk=pk)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Content-Security-Policy": PREVIEWED,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=TYPES[BulkFileKind(kind)], headers=headers)
