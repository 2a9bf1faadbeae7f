"""Rechecks of a plan, for the agency: listed and answered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessment.models import Plan
from assessment.views.entries import plan_or_404
from casework.views.sending import form_page, sent, taken
from results.forms.candidates import RecheckAnswerForm
from results.models import Recheck
from results.selectors import publicity, rechecks
from results.services import rechecks as service
from ui.tables import Column, Table

COLUMNS = (
    Column("person", "考生", ("entry__ticket", "pk")),
    Column("subject", "科目", ("subject", "pk")),
    Column("asked", "提出时间", ("submitted_at", "pk")),
    Column("due", "答复期限"),
    Column("status", "结论", (F("answered_at").asc(nulls_first=True), "pk")),
)
NOT_YOURS = "只有评价机构的经办和登分人员可以查看复核申请。"


def _plan(request: HttpRequest, number: str) -> Plan:
    plan = plan_or_404(request.user, number)
    if not rechecks.may_read(request.user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


@require_safe
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """All of a plan, with the day by which each is to be answered."""
    plan = _plan(request, number)
    rows = rechecks.all_of(plan).defer("text")
    table = Table(request, rows, COLUMNS, default_sort="-asked", id="rechecks")
    context = {
        "plan": plan,
        "table": table,
        "rows": rechecks.due(table.page),
        "answer_days": rechecks.ANSWER_DAYS,
    }
    return render(request, "results/rechecks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One of them: what the candidate wrote, the answer, or the form for it."""
    plan = _plan(request, number)
    row = get_object_or_404(rechecks.all_of(plan), pk=pk)
    row.entry.plan = plan
    answers = rechecks.may_answer(request.user, plan)
    if request.method == "POST" and not answers:
        raise PermissionDenied(service.NOT_YOURS)
    form = RecheckAnswerForm(*sent(request))

    def do() -> None:
        given = form.cleaned_data
        service.answer(
            row,
            upheld=given["upheld"],
            text=given["answer"],
            actor=request.user,
            token=given["token"],
        )

    if taken(form, do):
        messages.success(request, _said(form.cleaned_data["upheld"]))
        return redirect("results:recheck", number, pk)
    context = {
        "plan": plan,
        "recheck": row,
        "due_on": rechecks.due_on(row),
        "answers": answers and (row.answered_at is None or form.is_bound),
        "corrects": _corrects(request, plan, row),
        "back": reverse("results:rechecks", args=[number]),
    }
    return form_page(request, form, template="results/rechecks/page.html", **context)


def _said(upheld: bool) -> str:
    return "已答复。请接着提出更正。" if upheld else "已答复，考生在考生服务中可以看到。"


def _corrects(request: HttpRequest, plan: Plan, row: Recheck) -> str:
    """Where the correction that an upheld recheck asks for is proposed; empty where it is not."""
    waiting = publicity.uncorrected_rechecks(plan).filter(pk=row.pk).exists()
    if not waiting or not publicity.may_propose(request.user, plan):
        return ""
    return f"{reverse('results:correction-propose', args=[plan.number])}?recheck={row.pk}"
