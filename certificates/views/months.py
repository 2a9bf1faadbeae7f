"""The 认定结果汇总表 of each month (LN-11): listed, looked at, confirmed, taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import demand, get_or_404
from accounts.selectors import staffed_by
from casework.services.door import DoorError, ForbiddenError
from certificates.enums import ReportLevel
from certificates.models import MonthlyReport
from certificates.selectors import months, visible
from certificates.services import monthly
from certificates.views.common import PDF, XLSX, download
from printing.pdf import PrintError
from ui.tables import Column, Table

COLUMNS = (
    Column("month", "月份", ("month", "level")),
    Column("level", "层级", ("level",)),
    Column("whose", "机构或地区"),
    Column("confirmed", "确认", ("confirmed_at",)),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The reports that one sees."""
    rows = months.reports_visible_to(request.user)
    demand(bool(staffed_by(request.user)) or visible.agencies_run_by(request.user).exists())
    table = Table(request, rows, COLUMNS, default_sort="-month", id="months")
    context = {"table": table, "rows": list(table.page)}
    return render(request, "certificates/upward/months.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, with the parts of a sum."""
    report = get_or_404(months.reports_visible_to(request.user), pk=pk)
    lines = months.lines_of(report)
    is_sum = report.level != ReportLevel.AGENCY
    parts = list(months.parts_of(report)) if is_sum else []
    context = {
        "report": report,
        "title": monthly.title_of(report),
        "rule": months.rule_of(report.regulation_id),
        "lines": lines,
        "heads": monthly.HEADS,
        "total": months.total(lines),
        "holders": months.holders_of(report),
        "parts": parts,
        "waiting": sum(1 for part in parts if part.confirmed_at is None),
        "confirms": not report.confirmed_at
        and months.confirmer_for(request.user, report) is not None,
    }
    return render(request, "certificates/upward/month.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it."""
    report = get_or_404(months.reports_visible_to(request.user), pk=pk)
    try:
        monthly.confirm(report, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    except DoorError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "已确认，内容不再变动。")
    return redirect("certificates:month", pk)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """As xlsx."""
    report = get_or_404(months.reports_visible_to(request.user), pk=pk)
    return download(monthly.workbook(report), f"{_name(report)}.xlsx", XLSX)


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """As PDF, for the seal."""
    report = get_or_404(months.reports_visible_to(request.user), pk=pk)
    try:
        content = monthly.printed(report)
    except PrintError as refused:
        messages.error(request, str(refused))
        return redirect("certificates:month", pk)
    return download(content, f"{_name(report)}.pdf", PDF)


def _name(report: MonthlyReport) -> str:
    return monthly.title_of(report)
