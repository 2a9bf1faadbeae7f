"""Credit for those whom it concerns: the office that rates, the agency that is rated."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework import kinds
from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from filing.selectors import register
from supervision.enums import ContestState
from supervision.forms.credit import BeginForm, ContestForm
from supervision.models import CreditContest, CreditItem, CreditRating, CreditRound
from supervision.selectors import credit as reads
from supervision.services.credit import contests, rounds
from ui.tables import Column, Table

ROUNDS = (
    Column("title", "信用评估", ("until",)),
    Column("state", "状态"),
    Column("version", "办法版本"),
    Column("waiting", "待处理异议", ("n_waiting",), numeric=True),
    Column("final", "公布日期", ("final_on",)),
)
OWN = (
    Column("period", "周期", ("round__until",)),
    Column("agency", "评价机构", ("agency__name",)),
    Column("points", "得分", ("points",), numeric=True),
    Column("grade", "等级"),
    Column("state", "状态"),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rounds of one's own offices. Officers of the bureaus that rate only."""
    _offices(request)
    table = Table(request, reads.desk_of(request.user), ROUNDS, default_sort="-title", id="rounds")
    rows = [(row, kinds.state_label(row), kinds.state_tone(row)) for row in table.page]
    return render(request, "supervision/credit/desk.html", {"table": table, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the rating of a period."""
    form = BeginForm(*sent(request), offices=_offices(request))
    made: list[CreditRound] = []

    def do() -> None:
        data = form.cleaned_data
        try:
            made.append(rounds.begin(data["office"], data["period"], actor=request.user))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, "已发起，还没有测算。")
        return redirect("casework:case", made[0].number)
    return form_page(
        request,
        form,
        title="发起信用评估",
        lead="发起后先不测算、不公布；公示时按当时的记录计分。",
        back=reverse("supervision:credit-desk"),
        back_label="信用评估",
        button="发起",
    )


def _offices(request: HttpRequest):
    offices = reads.offices_of(request.user)
    if not offices:
        raise PermissionDenied(rounds.NOT_YOURS)
    return offices


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The ratings of the agencies that one runs; 403 for whoever runs none."""
    if not register.run_by(request.user).exists():
        raise PermissionDenied("本页供评价机构查看本机构的信用评估。")
    table = Table(request, reads.own_of(request.user), OWN, default_sort="-period", id="own")
    rows = [
        (row, row.round.rules.grade(row.grade), kinds.state_label(row.round)) for row in table.page
    ]
    return render(request, "supervision/credit/mine.html", {"table": table, "rows": rows})


@require_safe
def details(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """A rating item by item, each with its source; 404 for whoever may not read it."""
    rating = _rating_or_404(request, number, code)
    rated = rating.round
    rows = reads.items_of(rating, request.user)
    open_ = reads.may_be_contested(rated)
    context = {
        "rating": rating,
        "round": rated,
        "rules": rated.rules,
        "grade": rated.rules.grade(rating.grade),
        "lines": reads.lines_of(rating),
        "items": [(row, _contested(row), open_ and _may_contest(row)) for row in rows],
        "contest_until": reads.contest_until(rated),
        "open": open_,
    }
    return render(request, "supervision/credit/details.html", context)


def _contested(row: CreditItem) -> str:
    return ContestState(row.contest.state).label if row.contest else ""


def _may_contest(row: CreditItem) -> bool:
    again = row.contest is None or row.contest.state == ContestState.WITHDRAWN
    return row.struck_at is None and again


@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Contest an item; 404 for whoever may not read the rating."""
    item = get_object_or_404(CreditItem.objects.select_related("round", "agency"), pk=pk)
    rating = _rating_or_404(request, item.round.number, item.agency.code)
    back = reverse("supervision:credit-details", args=[item.round.number, item.agency.code])
    form = ContestForm(*sent(request))
    made: list[CreditContest] = []

    def do() -> None:
        try:
            text = form.cleaned_data["text"]
            made.append(contests.contest(item, text=text, actor=request.user))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, f"异议已提交，事项编号 {made[0].number}。")
        return redirect("casework:case", made[0].number)
    return form_page(
        request,
        form,
        title="对计分事项提出异议",
        eyebrow=f"{rating.agency} · {item.round.label}信用评估",
        lead=f"{item.happened_on:%Y-%m-%d} {item.label}",
        back=back,
        back_label="得分明细",
        button="提交异议",
    )


def _rating_or_404(request: HttpRequest, number: str, code: str) -> CreditRating:
    rows = CreditRating.objects.select_related("agency__organisation", "round__office")
    found = get_object_or_404(rows, round__number=number, agency__code=code, superseded_at=None)
    if not reads.readable_by(request.user, found):
        raise Http404
    return found
