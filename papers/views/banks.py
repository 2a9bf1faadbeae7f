"""Question banks of one's agencies, and their knowledge points."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from casework.views.sending import form_page, sent, taken
from filing.models import Agency
from papers.exchange import reading, writing
from papers.forms.banks import OpenForm, PointForm, SheetForm, SourceForm
from papers.models import Bank, KnowledgePoint
from papers.selectors import banks as reads
from papers.selectors.rights import banks_of
from papers.services import banks as service
from papers.views.keeping import SAVED, kept
from printing.sheets import SheetError
from ui.tables import Column, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS_SHOWN = 10
COLUMNS = (
    Column("bank", "职业（工种）和等级", ("occupation__code", "work_type", "level")),
    Column("agency", "评价机构", ("agency__code",)),
    Column("source", "题库来源", ("source",)),
    Column("in_use", "在用", ("in_use",), numeric=True),
    Column("draft", "待审定", ("draft",), numeric=True),
    Column("retired", "停用", ("retired",), numeric=True),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The banks of one's agencies."""
    agencies = list(reads.agencies_of(request.user))
    if not agencies:
        raise PermissionDenied(service.REFUSED)
    table = Table(request, reads.listed(request.user), COLUMNS, default_sort="bank", id="banks")
    context = {"agencies": agencies, "table": table}
    return render(request, "papers/banks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_bank(request: HttpRequest, code: str) -> HttpResponse:
    """A new bank of an agency."""
    agency: Agency = get_object_or_404(reads.agencies_of(request.user), code=code)
    form = OpenForm(*sent(request), places=reads.without_bank(agency))
    made: list[Bank] = []

    def do() -> None:
        given = form.cleaned_data
        made.append(service.open_bank(agency, given["place"], given["source"], actor=request.user))

    if taken(form, do):
        messages.success(request, "题库已建立。请先添加知识点，再录入试题。")
        return redirect("papers:bank", made[0].pk)
    page = {"title": "新建题库", "eyebrow": agency.name, "back": reverse("papers:banks")}
    return form_page(request, form, button="新建题库", **page)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A bank: what is in it, its knowledge points with their shares, who exported it."""
    bank = bank_or_404(request.user, pk)
    shares = reads.shares(bank)
    exports = bank.exports.select_related("exported_by")
    context = {
        "bank": bank,
        "counts": reads.counts(bank),
        "shares": shares,
        "weights": sum(share.point.weight for share in shares),
        "exports": exports[:EXPORTS_SHOWN],
        "exported": exports.count(),
    }
    return render(request, "papers/banks/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a bank comes from."""
    bank = bank_or_404(request.user, pk)
    form = SourceForm(*sent(request), initial={"source": bank.source})
    if taken(
        form,
        lambda: service.name_source(bank, form.cleaned_data["source"], actor=request.user),
    ):
        messages.success(request, "已保存。")
        return redirect("papers:bank", pk)
    return _form(request, form, bank, "修改题库来源")


@require_http_methods(["GET", "HEAD", "POST"])
def point_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new knowledge point."""
    bank = bank_or_404(request.user, pk)
    point = KnowledgePoint(bank=bank)
    form = PointForm(*sent(request), instance=point)
    if taken(form, lambda: service.keep_point(form.save(commit=False), actor=request.user)):
        messages.success(request, f"已添加知识点 {point}。")
        return redirect("papers:bank", pk)
    return _form(request, form, bank, "添加知识点")


@require_http_methods(["GET", "HEAD", "POST"])
def point_edit(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """A knowledge point changed; 409 where a colleague changed it meanwhile."""
    bank = bank_or_404(request.user, pk)
    row = get_object_or_404(bank.points, pk=point)
    form = PointForm(*sent(request), instance=row)
    seen = form.data.get("seen", "")

    def do() -> None:
        service.keep_point(form.save(commit=False), actor=request.user, seen=seen)

    status = kept(form, do)
    if status == SAVED:
        messages.success(request, f"已保存知识点 {row}。")
        return redirect("papers:bank", pk)
    if form.is_bound:
        form.show_again()
    return _form(request, form, bank, "修改知识点", status)


@require_POST
def point_remove(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """Take out a point that no question names."""
    bank = bank_or_404(request.user, pk)
    try:
        service.remove_point(bank, point, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "知识点已删除。")
    return redirect("papers:bank", pk)


@dataclass
class _Points:
    """What reading a file of points came to."""

    faults: list
    taken: service.Taken | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def points_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Knowledge points from a spreadsheet: all of it, or with one fault nothing."""
    bank = bank_or_404(request.user, pk)
    form = SheetForm(*sent(request))
    came = _Points([])
    if taken(form, lambda: _take_points(bank, form, came, request.user)):
        told = came.taken
        counts = f"新增 {told.added}，变更 {told.changed}，无变化 {told.unchanged}"
        messages.success(request, f"知识点已导入：{counts}。")
        return redirect("papers:bank", pk)
    context = {"bank": bank, "faults": came.faults}
    return form_page(request, form, template="papers/banks/points.html", **context)


def _take_points(bank: Bank, form: SheetForm, came: _Points, actor: User) -> None:
    file = form.cleaned_data["file"]
    try:
        rows, wrong = reading.read_points(file.read(), file.name)
    except SheetError as refused:
        raise ValidationError({"file": str(refused)}) from refused
    if wrong:
        came.faults = [(line.row, *fault) for line in wrong for fault in line.faults]
        raise ValidationError(f"有 {len(wrong)} 行需要改正，没有导入任何知识点。")
    came.taken = service.take_points(bank, rows, actor=actor)


@require_safe
def points_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The knowledge points that are there, as a file to be continued."""
    bank = bank_or_404(request.user, pk)
    rows = list(bank.points.values_list("code", "name", "weight"))
    return workbook(writing.points_template(rows), "知识点.xlsx")


def bank_or_404(user: User, pk: int) -> Bank:
    """The bank, for those who keep it; it does not exist for others."""
    return get_object_or_404(banks_of(user), pk=pk)


def workbook(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to save, which no cache keeps."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _form(
    request: HttpRequest, form, bank: Bank, title: str, status: int | None = None
) -> HttpResponse:
    context = {
        "title": title,
        "eyebrow": str(bank),
        "back": reverse("papers:bank", args=[bank.pk]),
        "button": "保存",
    }
    answer = form_page(request, form, **context)
    answer.status_code = status or answer.status_code
    return answer
