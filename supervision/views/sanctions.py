"""Decisions on agencies, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from supervision.selectors import violations as reads
from ui.tables import Column, Table

COLUMNS = (
    Column("agency", "评价机构"),
    Column("sanction", "处理"),
    Column("grounds", "事由和依据"),
    Column("decision", "决定", ("made_at",)),
    Column("status", "状态"),
)


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """All decisions on agencies, the newest first; nobody is named."""
    table = Table(request, reads.published(), COLUMNS, id="sanctions")
    rows = [(row, *reads.standing_of(row)) for row in table.page]
    return render(request, "supervision/violations/public.html", {"table": table, "rows": rows})
