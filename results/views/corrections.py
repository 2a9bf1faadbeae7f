"""Corrections of scores: all of a plan, a proposal, its answer."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assessment.models import Plan
from assessment.views.entries import plan_or_404
from casework import kinds
from casework.services import door
from casework.views.acts import answer
from casework.views.sending import sent
from results.documents.publicity import ticket
from results.enums import CorrectionCause, CorrectionStatus
from results.forms.publishing import AgreeForm, ProposalForm, RefuseForm, WithdrawForm
from results.models import Correction
from results.selectors import publicity
from results.services import corrections
from ui.tables import Column, Table

COLUMNS = (
    Column("ticket", "准考证号", ("entry__ticket",)),
    Column("name", "姓名"),
    Column("subject", "科目", ("subject",)),
    Column("becomes", "更正为"),
    Column("cause", "事由", ("cause",)),
    Column("status", "状态", ("status",)),
    Column("proposed", "提出", ("proposed_at",)),
)
TONES = {
    CorrectionStatus.PROPOSED: "info",
    CorrectionStatus.AGREED: "warn",
    CorrectionStatus.REFUSED: "neutral",
    CorrectionStatus.APPLIED: "ok",
}
ANSWERS = {
    "agree": ("同意更正", AgreeForm, "已同意。全部更正同意后，办理公示或重新公示时生效。"),
    "refuse": ("不同意更正", RefuseForm, "已办理：不同意更正。"),
    "withdraw": ("撤回更正", WithdrawForm, "已撤回。"),
}


@require_safe
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """All corrections of a plan."""
    plan = _seen_or_403(request.user, number)
    rows = plan.corrections.select_related("entry", "proposed_by").defer(
        "entry__details", "entry__phone", "entry__id_number"
    )
    table = Table(request, rows, COLUMNS, default_sort="-proposed", id="corrections")
    context = {
        "plan": plan,
        "table": table,
        "rows": [(row, ticket(row.entry), _becomes(row), TONES[row.status]) for row in table.page],
        "state": kinds.state_label(plan),
        "proposes": publicity.may_propose(request.user, plan),
        "unsettled": publicity.unsettled(plan),
    }
    return render(request, "results/publishing/corrections.html", context)


@require_safe
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One correction: what, why, with what evidence, and who answers."""
    plan, correction = _correction_or_404(request.user, number, pk)
    context = {
        "plan": plan,
        "correction": correction,
        "ticket": ticket(correction.entry),
        "becomes": _becomes(correction),
        "tone": TONES[correction.status],
        "history": correction.entry.results.prefetch_related("subjects"),
        "decides": publicity.may_decide(request.user, correction),
        "agrees": correction.status == CorrectionStatus.PROPOSED,
        "withdraws": publicity.may_withdraw(request.user, correction),
    }
    return render(request, "results/publishing/correction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a correction; from an objection or a recheck with what is known filled in."""
    plan = plan_or_404(request.user, number)
    if not publicity.may_propose(request.user, plan) and plan.state in publicity.STATES:
        raise PermissionDenied(corrections.NOT_YOURS)
    form = ProposalForm(*sent(request), case=plan, actor=request.user)
    for name, value in _known(request, plan).items():
        form.initial.setdefault(name, value)

    def do() -> None:
        if not form.is_bound:
            if plan.state not in publicity.STATES:
                said = kinds.state_label(plan)
                raise door.NotNowError(f"“{said}”状态下不能更正成绩。")
            return
        corrections.propose(
            plan,
            form.proposal(),
            evidence=form.cleaned_data["evidence"],
            actor=request.user,
            token=form.cleaned_data["token"],
        )

    shown = {
        "label": "提出更正",
        "lead": "一人提出，另一人同意。同意后办理“更正后重新公示”时生效，公示期重新计算。",
        "button": "提出",
        "to": reverse("results:corrections", args=[number]),
        "template": "results/publishing/form.html",
    }
    return answer(request, form, do, shown, done="已提出，等待另一人同意。")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, pk: int, act: str) -> HttpResponse:
    """Agree to a correction, refuse it, or take it back."""
    _, correction = _correction_or_404(request.user, number, pk)
    label, form_class, done = ANSWERS[act]
    allowed = publicity.may_withdraw if act == "withdraw" else publicity.may_decide
    may = allowed(request.user, correction)
    if not may and correction.status in publicity.WAITING:
        raise PermissionDenied(corrections.NOT_YOUR_ANSWER)
    form = form_class(*sent(request), case=correction.plan, actor=request.user)

    def do() -> None:
        if not may:
            raise door.NotNowError(corrections.ANSWERED)
        if not form.is_bound:
            return
        token = form.cleaned_data["token"]
        if act == "withdraw":
            corrections.withdraw(correction, actor=request.user, token=token)
            return
        corrections.decide(
            correction,
            agree=act == "agree",
            remark=form.cleaned_data["remark"],
            actor=request.user,
            token=token,
        )

    shown = {
        "label": label,
        "lead": f"准考证号 {ticket(correction.entry)}，{correction.get_subject_display()}："
        f"{_becomes(correction)}",
        "button": label,
        "danger": act == "refuse",
        "to": reverse("results:correction", args=[number, pk]),
        "template": "results/publishing/form.html",
    }
    return answer(request, form, do, shown, done=done)


def _known(request: HttpRequest, plan: Plan) -> dict:
    """What the address names: an objection or a recheck of this plan."""
    found: dict = {}
    objection, recheck = (request.GET.get(name, "")[:18] for name in ("objection", "recheck"))
    if objection.isdecimal():
        row = publicity.uncorrected_objections(plan).filter(pk=objection).first()
        found |= {"objection": row, "cause": CorrectionCause.OBJECTION} if row else {}
    if recheck.isdecimal():
        rows = publicity.uncorrected_rechecks(plan).select_related("entry")
        if row := rows.filter(pk=recheck).first():
            found |= {
                "recheck": row,
                "cause": CorrectionCause.RECHECK,
                "ticket": ticket(row.entry),
                "subject": row.subject,
            }
    return found


def _seen_or_403(user: User, number: str) -> Plan:
    plan = plan_or_404(user, number)
    if not publicity.may_see_corrections(user, plan):
        raise PermissionDenied("只有评价机构的成绩工作人员和审核机关可以查看更正。")
    return plan


def _correction_or_404(user: User, number: str, pk: int) -> tuple[Plan, Correction]:
    plan = _seen_or_403(user, number)
    rows = plan.corrections.select_related(
        *("entry__item__occupation", "objection", "recheck", "evidence"),
        *("proposed_by", "decided_by"),
    )
    correction = get_object_or_404(rows, pk=pk)
    correction.plan = plan
    return plan, correction


def _becomes(row: Correction) -> str:
    return corrections.said_of(row)
