"""Lists: the certificates of an agency or a territory, one certificate, the register of gaps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from casework.services import files
from certificates import numbers, tags
from certificates.documents import gaps as document
from certificates.enums import CertificateStatus
from certificates.filters import CertificateFilter, GapFilter
from certificates.frames.lookup import TONES
from certificates.models import Certificate
from certificates.parts import life
from certificates.selectors import rights
from certificates.selectors.visible import (
    certificates_visible_to,
    gaps_visible_to,
    keeps_registers,
)
from certificates.services import downloads, special
from certificates.views.common import NOT_KEEPER, PDF, XLSX, ZIP, download, headers, read_or_403
from config import clock
from printing import pdf, sheets
from ui.responses import Problem, problem
from ui.tables import Column, Table

MOST = 5000
DAMAGED = Problem(
    503,
    "文件无法提供",
    "证书文件丢失或与核发时不一致，已停止提供。",
    ("请记下页面地址，联系系统管理员。",),
)
COLUMNS = (
    Column("number", "证书编号", ("number",)),
    Column("name", "姓名", ("name", "number")),
    Column("occupation", "职业、等级", ("occupation", "level")),
    Column("agency", "评价机构", ("agency_name", "number")),
    Column("issued", "发证日期", ("issued_on", "number")),
    Column("status", "状态", ("status", "number")),
)
GAP_COLUMNS = (
    Column("number", "证书编号", ("number",)),
    Column("agency", "评价机构", ("plan__agency__name", "number")),
    Column("ended", "作空日期", ("ended_at",)),
    Column("gap", "空号原因", ("gap", "number")),
    Column("note", "说明"),
)


def _keeper_or_403(user: User) -> None:
    if not keeps_registers(user):
        raise PermissionDenied(NOT_KEEPER)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Thirty certificates a page."""
    _keeper_or_403(request.user)
    rows = certificates_visible_to(request.user).defer("id_hash")
    table = Table(
        request,
        rows,
        COLUMNS,
        filterset=CertificateFilter,
        default_sort="-issued",
        id="certificates",
    )
    context = {
        "table": table,
        "rows": [(row, TONES[row.status]) for row in table.page],
        "enters": special.office_of(request.user) is not None,
    }
    return render(request, "certificates/registers/list.html", context)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate with its editions and the history of its status."""
    found = certificate_or_404(request.user, number)
    context = {
        "certificate": found,
        "tone": TONES[found.status],
        "editions": list(
            found.editions.select_related("made_by", "file", "change__certificatechange")
        ),
        "history": list(found.history.select_related("by", "case")),
        "reads_plan": found.plan is not None and rights.reads(request.user, found.plan),
        "takes": rights.taker_for(request.user, found) is not None,
        "tag": tags.tag_of(found.number),
        "prints": found.status == CertificateStatus.VALID
        and rights.prints_on(request.user, found.plan) is not None,
        "sees": rights.may_see_in_full(request.user, found),
        "parts": life.blocks(found, request.user),
    }
    return render(request, "certificates/registers/certificate.html", context)


def certificate_or_404(user: User, number: str) -> Certificate:
    """A certificate that exists for somebody."""
    rows = certificates_visible_to(user).select_related(
        "agency__organisation", "plan", "entry", "division"
    )
    return get_object_or_404(rows, number=number)


@require_safe
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The stored PDF of the newest edition, or of `?edition=`; who takes it is noted."""
    found = certificate_or_404(request.user, number)
    organisation = rights.taker_for(request.user, found)
    if organisation is None:
        raise PermissionDenied(NOT_KEEPER)
    editions = found.editions.select_related("file").filter(file__isnull=False)
    if (asked := request.GET.get("edition", "")).isdecimal():
        editions = editions.filter(sequence=int(asked[:4]))
    edition = editions.first()
    if edition is None:
        raise Http404
    try:
        data = files.read(edition.file)
    except files.DamagedFileError:
        return problem(request, DAMAGED)
    if request.method == "GET":
        label = f"证书 {found.number} 的 PDF"
        downloads.note(request.user, organisation, f"certificates.certificate:{found.pk}", label)
    name = numbers.file_name(found.number, edition.sequence)
    return download(data, name, PDF, inline="view" in request.GET)


@require_safe
def pack(request: HttpRequest, number: str, part: int) -> HttpResponse:
    """A ZIP of the stored PDFs of a plan; who takes it is noted."""
    plan = read_or_403(request.user, number)
    organisation = rights.takes_all(request.user, plan)
    if organisation is None:
        raise PermissionDenied(NOT_KEEPER)
    span = next((each for each in downloads.parts_of(plan) if each[0] == part), None)
    if span is None:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=ZIP)
    label = f"评价计划 {plan.number} 的证书，第 {span[1]}—{span[2]} 份"
    downloads.note(request.user, organisation, f"assessment.plan:{plan.pk}", label)
    name = f"证书_{plan.number}_{part}.zip"
    return StreamingHttpResponse(
        downloads.zipped(plan, part), content_type=ZIP, headers=headers(name)
    )


def _gaps(request: HttpRequest):
    _keeper_or_403(request.user)
    return gaps_visible_to(request.user).select_related("plan__agency", "reserved_by")


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """The register of gaps."""
    table = Table(
        request,
        _gaps(request),
        GAP_COLUMNS,
        filterset=GapFilter,
        default_sort="number",
        id="gaps",
    )
    context = {"table": table, "query": request.GET.urlencode()}
    return render(request, "certificates/registers/gaps.html", context)


def _narrowed(request: HttpRequest):
    rows = _gaps(request)
    return GapFilter(request.GET, rows, request=request).qs.order_by("number")[:MOST]


@require_safe
def gaps_file(request: HttpRequest) -> HttpResponse:
    """The same as xlsx."""
    data = sheets.write(document.HEADS, document.rows(_narrowed(request)), title="空号登记")
    return download(data, f"{document.TITLE}_{clock.today():%Y%m%d}.xlsx", XLSX)


@require_safe
def gaps_print(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    said = document.of(_narrowed(request), made_for=request.user.display_name, day=clock.today())
    try:
        data = pdf.render(document.TEMPLATE, said)
    except pdf.PrintError as refused:
        messages.error(request, str(refused))
        return redirect("certificates:gaps")
    name = f"{document.TITLE}_{clock.today():%Y%m%d}.pdf"
    return download(data, name, PDF, inline=True)
