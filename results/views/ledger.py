"""The ledger: an agency's plans by year, with who did what; on the screen and as a file."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.models import User
from assessment.models import Plan
from casework.filters import FilterForm
from config import clock
from printing import sheets
from results.frames import ledger
from ui.tables import Column, Table

NOT_YOURS = "只有评价机构的管理员、经办人和机关工作人员可以查看工作台账。"
MOST = 5000
COLUMNS = (
    Column("plan", "评价计划", ("number",)),
    Column("agency", "评价机构", ("agency__name", "number")),
    Column("days", "评价时间", ("day", "number")),
    Column("state", "状态", ("state", "number")),
    Column("registered", "报名人数", numeric=True),
    Column("present", "参评人数", numeric=True),
    Column("passed", "合格人数", numeric=True),
    Column("people", "责任人"),
)
HEADS = (
    *("计划编号", "评价计划", "评价机构", "首场日期", "末场日期", "职业等级", "状态"),
    *("报名人数", "参评人数", "合格人数"),
)


class LedgerFilter(FilterSet):
    """Narrows the plans to a year, and by words."""

    year = ChoiceFilter(label="年度", empty_label="全部年度", choices=())
    search = CharFilter(label="计划或机构", method="by_text")

    class Meta:
        model = Plan
        fields: tuple = ()
        form = FilterForm

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["year"].choices = [("", "全部年度"), *((y, f"{y} 年") for y in years)]

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        word = value.strip()
        return queryset.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(agency__name__icontains=word)
        )


def _plans(user: User) -> QuerySet[Plan]:
    if not ledger.keeps(user):
        raise PermissionDenied(NOT_YOURS)
    day = Coalesce("first_on", TruncDate("opened_at"))
    rows = ledger.plans(user).annotate(day=day, year=ExtractYear("day"))
    return rows.select_related("owner", "division").prefetch_related("items__occupation")


def _filtered(request: HttpRequest, rows: QuerySet[Plan]):
    years = list(rows.order_by("-year").values_list("year", flat=True).distinct())

    def narrowed(*args, **kwargs) -> LedgerFilter:
        return LedgerFilter(*args, years=years, **kwargs)

    return narrowed


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Thirty plans a page."""
    rows = _plans(request.user)
    table = Table(
        request,
        rows,
        COLUMNS,
        filterset=_filtered(request, rows),
        default_sort="-days",
        id="ledger",
    )
    context = {
        "table": table,
        "rows": ledger.rows(table.page, request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "results/ledger/page.html", context)


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The same plans, all of them, as an xlsx file."""
    rows = _plans(request.user)
    narrowed = _filtered(request, rows)(request.GET, rows, request=request)
    found = ledger.rows(narrowed.qs.order_by("-day", "-number")[:MOST], request.user)
    data = sheets.write((*HEADS, *ledger.TASKS), map(_cells, found), title="工作台账")
    name = f"工作台账_{clock.today():%Y%m%d}.xlsx"
    return HttpResponse(
        data,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _cells(row: ledger.Row) -> tuple:
    plan = row.plan
    items = "；".join(map(str, plan.items.all()))
    return (
        *(plan.number, plan.title, plan.agency.name, plan.first_on, plan.last_on, items),
        *(row.state, row.registered, row.present, row.passed),
        *("、".join(row.people.get(task, ())) for task in ledger.TASKS),
    )
