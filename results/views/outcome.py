"""The results of a plan: computed, never typed."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import masking
from assessment.models import Plan
from assessment.views.entries import plan_or_404
from casework import kinds
from catalogue.enums import SubjectKind
from printing import sheets
from results.enums import Outcome
from results.filters import ResultFilter
from results.judging import ROUNDED
from results.models import Result
from results.selectors import results as selectors
from results.views.sheets import workbook as as_workbook
from ui.tables import Column, Table

COLUMNS = (
    Column("ticket", "准考证号", ("entry__ticket",)),
    Column("name", "姓名", ("entry__name",)),
    Column("id_number", "证件号码"),
    Column("item", "职业等级", ("entry__item__occupation__code", "entry__item__level")),
    Column("subjects", "各科成绩"),
    Column("outcome", "结果", ("outcome",)),
)
HEADS = ("准考证号", "姓名", "证件号码", "职业", "工种", "等级")


def _plan(request: HttpRequest, number: str) -> Plan:
    plan = plan_or_404(request.user, number)
    if plan.state not in selectors.COMPUTED:
        raise Http404
    if not selectors.sees_results(request.user, plan):
        raise PermissionDenied(
            "评价结果由评价机构的成绩人员和主管机关查看，公示后委托企业也可以查看。"
        )
    return plan


@require_safe
def results(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody's result, thirty a page, with how many passed of each item."""
    plan = _plan(request, number)
    items = list(plan.items.select_related("occupation"))

    def narrowed(*args, **kwargs) -> ResultFilter:
        return ResultFilter(*args, items=items, **kwargs)

    rows = selectors.current(plan)
    table = Table(request, rows, COLUMNS, filterset=narrowed, default_sort="ticket", id="results")
    context = {
        "plan": plan,
        "state": kinds.state_label(plan),
        "table": table,
        "rows": list(table.page),
        "counts": _counts(plan, items),
        "public": selectors.are_public(plan),
        "rounded": ROUNDED,
        "scoring": plan.regulation.scoring,
        "back": reverse("casework:case", args=[number]),
    }
    return render(request, "results/outcome/page.html", context)


def _counts(plan: Plan, items: list) -> list[tuple[object, int, int, str]]:
    """(item, how many, how many qualified, at what rate) by item."""
    rows = Result.objects.filter(plan=plan, superseded_at=None).order_by()
    found = Counter(
        {
            (item, outcome): count
            for item, outcome, count in rows.values_list("entry__item", "outcome").annotate(
                count=Count("pk")
            )
        }
    )
    counted = []
    for item in items:
        good = found[item.pk, Outcome.QUALIFIED]
        whole = good + found[item.pk, Outcome.UNQUALIFIED]
        rate = f"{good * 100 / whole:.1f}%" if whole else "—"
        counted.append((item, whole, good, rate))
    return counted


@require_safe
def workbook(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a spreadsheet, ID numbers masked."""
    plan = _plan(request, number)
    kinds_there = sorted(
        set(plan.items.values_list("subjects__kind", flat=True)) - {None}, key=_order
    )
    labels = [str(SubjectKind(kind).label) for kind in kinds_there]
    heads = (*HEADS, *(each for label in labels for each in (label, f"{label}结果")), "评价结果")
    rows = selectors.current(plan).order_by("entry__ticket", "pk")
    content = sheets.write(heads, (_cells(row, kinds_there) for row in rows), title="评价结果")
    return as_workbook(content, f"评价结果{number}.xlsx")


def _order(kind: str) -> int:
    return SubjectKind.values.index(kind)


def _cells(row: Result, kinds_there: list[str]) -> tuple:
    entry, item = row.entry, row.entry.item
    subjects = {each.subject: each for each in row.subjects.all()}
    found = []
    for kind in kinds_there:
        each = subjects.get(kind)
        found += [each.mark, each.get_outcome_display()] if each else [None, ""]
    return (
        entry.ticket,
        entry.name,
        masking.id_number(entry.id_number),
        item.occupation.name,
        item.printed_work_type,
        item.get_level_display(),
        *found,
        row.get_outcome_display(),
    )
