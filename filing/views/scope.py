"""职业与等级: occupations, own levels and what holds an applicant to them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.services.door import NotNowError
from catalogue import selectors
from catalogue.models import Occupation
from catalogue.rules import SearchTerm
from filing.checks.all import problems
from filing.checks.assessable import rule_of, why_not
from filing.documents import dossier
from filing.models import Filing, ScopeItem
from filing.rows.kinds import LEVEL, SCOPE
from filing.rows.scope import start
from filing.rows.standings import rule_of as applicant_rule
from filing.rows.standings import word_of
from filing.selectors import bases, scope_change
from filing.services import rows
from filing.views.drafting import draft_or_404, frame
from filing.views.rows import answer, open_or_refused

MOST_FOUND = 20


@dataclass(frozen=True)
class Found:
    """An occupation that a search found, and whether it may be applied for."""

    occupation: Occupation
    assessability: selectors.Assessability
    refusals: list[str]
    taken: bool


@require_safe
def scope(request: HttpRequest, number: str) -> HttpResponse:
    """What is applied for, and beside it what is in force today."""
    filing = draft_or_404(request.user, number)
    loaded = dossier.load(filing)
    issues = [issue for issue in problems(loaded) if issue.section == "scope"]
    context = {
        "items": loaded.scope,
        "limits": filing.regulation.limits,
        "applicant": applicant_rule(filing),
        "changes": scope_change.lines(filing, loaded.scope),
        "own_levels": loaded.own_levels,
        "has_ladder": LEVEL.is_for(filing),
        "standings": loaded.standings,
        "standing_word": word_of(filing),
    }
    return render(
        request, "filing/rows/scope.html", frame(filing, "scope", issues=issues, **context)
    )


@require_safe
def search(request: HttpRequest, number: str) -> HttpResponse:
    """Look for an occupation by code, name, pinyin or 工种; HTMX swaps `#results` while typing."""
    filing = open_or_refused(request, number, SCOPE)
    raw = request.GET.get("search", "")[:100]
    found = list(_matches(raw)) if SearchTerm.of(raw) else []
    context = {
        "filing": filing,
        "search": raw,
        "asking": bool(SearchTerm.of(raw)),
        "rows": _found(filing, found[:MOST_FOUND]),
        "more": len(found) > MOST_FOUND,
        "nearest": filing.regulation.standards.nearest_occupation,
    }
    return render(request, "filing/rows/scope_search.html", context)


def _matches(raw: str):
    wanted = selectors.search_occupations(raw, selectors.for_list(selectors.occupations()))
    return wanted[: MOST_FOUND + 1]


def _found(filing: Filing, occupations: list[Occupation]) -> list[Found]:
    taken = set(filing.scope.values_list("occupation_id", flat=True))
    lines = []
    for occupation in occupations:
        verdict = selectors.assessability(occupation)
        refusals = why_not(occupation, verdict, filing.regulation.limits)
        lines.append(Found(occupation, verdict, refusals, occupation.pk in taken))
    return lines


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """A new row of that occupation; one that may not be assessed is refused with the reason."""
    filing = open_or_refused(request, number, SCOPE)
    occupation = get_object_or_404(selectors.occupations(), code=code)
    row = start(ScopeItem(filing=filing, occupation=occupation), filing)
    first = bases.offered(occupation, filing.owner).first()
    return _answer(request, filing, row, f"申报{occupation.name}", {"standard": first})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A row that is there. 404 for a row of another application."""
    filing = open_or_refused(request, number, SCOPE)
    row = get_object_or_404(filing.scope.select_related("occupation"), pk=pk)
    return _answer(request, filing, row, f"修改{row.occupation.name}", {})


def _answer(
    request: HttpRequest, filing: Filing, row: ScopeItem, title: str, initial: dict
) -> HttpResponse:
    occupation = row.occupation
    verdict = selectors.assessability(occupation)
    context = {"occupation": occupation, "verdict": verdict}
    if refusals := why_not(occupation, verdict, filing.regulation.limits):
        rule = rule_of(verdict, filing.regulation.limits)
        context |= {"filing": filing, "refusals": refusals, "rule": rule}
        context["removal"] = SCOPE.removal(row)
        status = 422 if request.method == "POST" else 200
        return render(request, "filing/rows/scope_refused.html", context, status=status)
    context["work_types"] = occupation.work_types.all()
    context["permits"] = selectors.permits(occupation)
    if filing.regulation.standards.nearest_occupation:
        context["neighbours"] = selectors.neighbours(occupation)
    template = "filing/rows/scope_form.html"
    return answer(request, filing, SCOPE, row, title, template=template, initial=initial, **context)


@require_POST
def reference_ladder(request: HttpRequest, number: str) -> HttpResponse:
    """Fill in the national eight steps, to be changed as one likes."""
    filing = open_or_refused(request, number, LEVEL)
    try:
        count = rows.take_reference_ladder(filing, LEVEL.section, actor=request.user)
    except ValidationError as refused:
        messages.error(request, "".join(refused.messages))
    except NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    else:
        messages.success(request, f"已按国家等级参考填入 {count} 个等级，可以逐个修改。")
    return redirect("filing:scope", filing.number)
