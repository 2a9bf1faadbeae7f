"""Bringing a roster in: template, upload, what became of the check, import."""

from collections.abc import Callable

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.enums import DraftState, RosterCopy, RowVerdict
from assessment.models import Plan, RosterDraft, RosterRow
from assessment.roster import template as templates
from assessment.roster.columns import COLUMNS
from assessment.roster.reading import MOST_ROWS
from assessment.selectors import entries as entry_rights
from assessment.services import roster_checking, rosters
from assessment.views.entries import handled_or_403
from casework.filters import FilterForm
from casework.services.door import DoorError, ForbiddenError
from casework.services.jobs import RefusedError
from casework.views.sending import sent, taken
from ui.forms import StyledFormMixin
from ui.tables import Column, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    Column("number", "行", ("number",), numeric=True),
    Column("name", "姓名", ("name",)),
    Column("verdict", "处理", ("verdict",)),
    Column("notes", "问题和改法"),
)
TONES = {
    RowVerdict.NEW: "ok",
    RowVerdict.CHANGED: "info",
    RowVerdict.UNCHANGED: "neutral",
    RowVerdict.REFUSED: "danger",
}
EARLIER = 10


class RosterForm(StyledFormMixin, forms.Form):
    """The file of a roster."""

    file = forms.FileField(
        label="名册文件",
        help_text=f"按本计划模板填写的 xlsx、xls 或 csv，最多 {MOST_ROWS} 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class RowFilter(django_filters.FilterSet):
    """Rows by what comes of them, or only those that something is said of."""

    show = django_filters.ChoiceFilter(
        label="显示",
        empty_label="全部行",
        choices=[("noted", "有问题或提醒的行"), *RowVerdict.choices],
        method="narrowed",
    )

    class Meta:
        model = RosterRow
        form = FilterForm
        fields: list[str] = []

    def narrowed(self, rows, _name: str, wanted: str):
        return rows.filter(noted=True) if wanted == "noted" else rows.filter(verdict=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Send a roster in; it is checked in the background."""
    plan = handled_or_403(request.user, number)
    if request.method == "POST" and not entry_rights.is_open(plan):
        raise PermissionDenied("报名已经结束，不能再导入名册。")
    form = RosterForm(*sent(request))
    made: list[RosterDraft] = []

    def do() -> None:
        file = form.cleaned_data["file"]
        made.append(rosters.upload(plan, file.read(), file.name, actor=request.user))

    if taken(form, do):
        return redirect("assessment:roster", number, made[0].pk)
    context = {
        "plan": plan,
        "form": form,
        "open": entry_rights.is_open(plan),
        "columns": COLUMNS,
        "earlier": rosters.drafts_visible_to(request.user).filter(plan=plan)[:EARLIER],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessment/rosters/upload.html", context, status=status)


@require_safe
def template(request: HttpRequest, number: str) -> HttpResponse:
    """The empty roster of the plan, with explanations and a sample."""
    plan = handled_or_403(request.user, number)
    return _workbook(templates.of_plan(plan), f"报名名册模板{plan.number}.xlsx")


@require_safe
def roster(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """How far a roster is; once checked, what would become of each row."""
    plan, draft = _draft_or_404(request, number, pk)
    failure = rosters.failure(draft)
    waiting = draft.status in (DraftState.CHECKING, DraftState.TAKING) and not failure
    context = {
        "plan": plan,
        "draft": draft,
        "failure": failure,
        "waiting": waiting,
        "open": entry_rights.is_open(plan),
        "moves": sum(draft.counts.get(each, 0) for each in (RowVerdict.NEW, RowVerdict.CHANGED)),
    }
    if waiting:
        part = "progress" if request.htmx else "page"
        return render(request, f"assessment/rosters/{part}.html", context)
    if request.htmx and request.headers.get("HX-Target") == "roster":
        # The waiting is over: the whole page is another one now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if draft.status in (DraftState.READY, DraftState.FAULTY) and not draft.problem:
        context |= _rows(request, draft)
    return render(request, "assessment/rosters/page.html", context)


def _rows(request: HttpRequest, draft: RosterDraft) -> dict:
    refused_first = Case(When(verdict=RowVerdict.REFUSED, then=0), default=1)
    rows = draft.rows.defer("values").order_by(refused_first, "-noted", "number")
    table = Table(request, rows, HEADS, filterset=RowFilter, id="rows")
    return {
        "table": table,
        "rows": [(row, TONES[RowVerdict(row.verdict)]) for row in table.page],
        "counts": [
            (verdict.value, verdict.label, draft.counts[verdict], TONES[verdict])
            for verdict in RowVerdict
        ],
        "has_copy": draft.files.filter(copy=RosterCopy.ANNOTATED).exists(),
    }


@require_safe
def annotated(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The file as it was sent, with what is wrong beside each row."""
    _, draft = _draft_or_404(request, number, pk)
    try:
        content = roster_checking.content_of(draft, RosterCopy.ANNOTATED)
    except RefusedError:
        raise Http404 from None
    return _workbook(content, f"{draft.name.rpartition('.')[0] or draft.name}（已标注）.xlsx")


@require_POST
def confirm(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Import what was checked."""
    return _moved(request, number, pk, rosters.confirm, "")


@require_POST
def drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a roster up."""
    return _moved(request, number, pk, rosters.drop, "已放弃这份名册，上传的内容已删除。")


def _moved(request: HttpRequest, number: str, pk: int, do: Callable, told: str) -> HttpResponse:
    _, draft = _draft_or_404(request, number, pk)
    try:
        do(draft, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        for text in said:
            messages.error(request, text)
    else:
        if told:
            messages.success(request, told)
    return redirect("assessment:roster", number, pk)


def _draft_or_404(request: HttpRequest, number: str, pk: int) -> tuple[Plan, RosterDraft]:
    plan = handled_or_403(request.user, number)
    drafts = rosters.drafts_visible_to(request.user).filter(plan=plan)
    return plan, get_object_or_404(drafts, pk=pk)


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)
