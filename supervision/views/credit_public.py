"""Credit as everybody may read and repeat it (LN-14)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from supervision import credit
from supervision.enums import RoundState
from supervision.forms.credit_filters import RatingFilter
from supervision.models import CreditRating, CreditRound
from supervision.selectors import credit as reads
from ui.tables import Column, Table

COLUMNS = (
    Column("agency", "评价机构", ("agency__name",)),
    Column("place", "备案地", ("agency__division__code",)),
    Column("period", "周期", ("round__until",)),
    Column("points", "得分", ("points",), numeric=True),
    Column("grade", "等级", ("grade",)),
    Column("state", "状态"),
)


@login_not_required
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Every public rating, the latest period first."""
    return _list(request, reads.public_ratings(), None)


@login_not_required
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """The list that belongs to a publication, as it stands now."""
    found = get_object_or_404(reads.published_rounds(), publications=pk)
    return redirect("supervision:credit-round", found.number)


@login_not_required
@require_safe
def one_round(request: HttpRequest, number: str) -> HttpResponse:
    """The ratings of one office in one period, with the formula and the digest of the list."""
    found = get_object_or_404(reads.published_rounds(), number=number)
    return _list(request, reads.public_ratings().filter(round=found), found)


def _list(request: HttpRequest, rows: QuerySet, found: CreditRound | None) -> HttpResponse:
    table = Table(request, rows, COLUMNS, filterset=RatingFilter, id="ratings")
    context = {
        "table": table,
        "rows": [_row(row) for row in table.page],
        "round": found,
        "tally": reads.tally(found) if found else None,
        "publication": found.publications.order_by("pk").last() if found else None,
        "version": found.formula_version if found else credit.formulas()[-1].version,
    }
    return render(request, "supervision/credit/public.html", context)


def _row(row: CreditRating) -> tuple:
    return row, row.round.rules.grade(row.grade), row.round.state == RoundState.PUBLICITY


@login_not_required
@require_safe
def one_rating(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """How an agency's points come about, rule by rule, and what was corrected. Nothing that leads
    to a person or to who complained."""
    rows = CreditRating.objects.filter(
        round__number=number, round__state__in=reads.PUBLIC, agency__code=code
    ).select_related("agency__division", "round__office")
    editions = list(rows.order_by("-revision"))
    if not editions:
        raise Http404
    shown = editions[0]
    rules = shown.round.rules
    context = {
        "rating": shown,
        "round": shown.round,
        "rules": rules,
        "grade": rules.grade(shown.grade),
        "lines": reads.lines_of(shown),
        "earlier": editions[1:],
        "details": request.user.is_authenticated and reads.readable_by(request.user, shown),
    }
    return render(request, "supervision/credit/rating.html", context)


@login_not_required
@require_safe
def formula(request: HttpRequest, version: int) -> HttpResponse:
    """One version of how it is reckoned."""
    found = next((each for each in credit.formulas() if each.version == version), None)
    if found is None:
        raise Http404
    context = {"rules": found, "others": [e for e in credit.formulas() if e != found]}
    return render(request, "supervision/credit/formula.html", context)
