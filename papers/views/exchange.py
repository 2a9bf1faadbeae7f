"""Questions by spreadsheet: template, upload, what would come of it, import; and the bank out."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.services.door import ForbiddenError
from casework.views.sending import form_page, sent, taken
from papers.exchange import writing
from papers.exchange.columns import MOST_ROWS
from papers.forms.banks import SheetForm
from papers.services import exports, uploads
from papers.views.banks import bank_or_404, workbook
from ui.tables import Column, Table

PAGE_SIZE = 50
HEADS = (
    Column("sheet", "工作表"),
    Column("row", "行", numeric=True),
    Column("title", "题干（序号）"),
    Column("verdict", "处理"),
    Column("notes", "问题和改法"),
)
VERDICTS = {
    uploads.REFUSED: ("不能导入", "danger"),
    uploads.NEW: ("新增", "ok"),
    uploads.UNCHANGED: ("无变化", "neutral"),
}


class Lines(Table):
    """Rows that are no rows of the database."""

    def _sorted(self):
        return self._rows


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a spreadsheet in; it is checked at once and waits for confirmation."""
    bank = bank_or_404(request.user, pk)
    form = SheetForm(*sent(request))

    def do() -> None:
        file = form.cleaned_data["file"]
        uploads.upload(bank, file.read(), file.name, actor=request.user)

    if taken(form, do):
        return redirect("papers:bank-upload", pk)
    context = {
        "bank": bank,
        "waiting": uploads.upload_of(bank, request.user),
        "most": MOST_ROWS,
        "points": bank.points.exists(),
    }
    return form_page(request, form, template="papers/banks/import.html", **context)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come of each row; the faulty ones first."""
    bank = bank_or_404(request.user, pk)
    draft = uploads.upload_of(bank, request.user)
    if draft is None:
        return redirect("papers:bank-import", pk)
    order = list(VERDICTS)
    rows = sorted(json.loads(draft.outcome), key=lambda row: order.index(row[3]))
    table = Lines(request, rows, HEADS, page_size=PAGE_SIZE, id="rows")
    context = {
        "bank": bank,
        "draft": draft,
        "table": table,
        "rows": [
            (sheet, number, title, *VERDICTS[verdict], faults)
            for sheet, number, title, verdict, faults in table.page
        ],
    }
    return render(request, "papers/banks/review.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was checked."""
    bank = bank_or_404(request.user, pk)
    try:
        added = uploads.confirm(bank, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("papers:bank-upload", pk)
    if added:
        messages.success(request, f"已导入 {added} 题，等待另一人审定。")
    else:
        messages.info(request, "没有需要导入的试题，题库没有变化。")
    return redirect("papers:questions", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file up."""
    bank = bank_or_404(request.user, pk)
    uploads.drop(bank, actor=request.user)
    messages.success(request, "已放弃这份文件，没有导入任何试题。")
    return redirect("papers:bank-import", pk)


@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook to fill in."""
    bank_or_404(request.user, pk)
    return workbook(writing.template(), "试题导入模板.xlsx")


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The bank as a workbook; that it was taken out is on record."""
    bank = bank_or_404(request.user, pk)
    return workbook(exports.export(bank, actor=request.user), f"题库 {bank}.xlsx")
