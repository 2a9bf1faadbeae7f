"""The occupation catalogue that anybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue import regulations, selectors
from catalogue.enums import Level
from catalogue.filters import OccupationFilter
from catalogue.models import Occupation
from catalogue.rules import SearchTerm

PAGE_SIZE = 30
NATION = "national-enterprise"  # the rules that hold where a region has none of its own
NARROWING = ("major", "assessable")


@login_not_required
@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    """Browse from the 大类 down, or search; HTMX swaps `#results` while somebody types."""
    narrowed = OccupationFilter(request.GET, queryset=selectors.for_list(selectors.occupations()))
    asked = SearchTerm.of(request.GET.get("search", ""))
    asking = bool(asked) or any(request.GET.get(name) for name in NARROWING)
    context = {
        "filters": [narrowed.form[name] for name in NARROWING],
        "search": request.GET.get("search", "")[:100],
        "asking": asking,
    }
    if asking:
        page = Paginator(narrowed.qs, PAGE_SIZE).get_page(request.GET.get("page"))
        texts = [term.text for term in (asked, *selectors.words(context["search"])) if term]
        context |= {"page_obj": page, "rows": [_row(each, texts) for each in page]}
    else:
        context["classes"] = selectors.children_with_counts(None)
    return render(request, "catalogue/occupations.html", context)


def _row(occupation: Occupation, texts: list[str]) -> dict:
    """A line of the list, with the 工种 that the search may have meant."""
    work_types = [
        work_type.name
        for work_type in occupation.work_types.all()
        if any(
            text in f"{work_type.name} {work_type.pinyin} {work_type.initials}" for text in texts
        )
    ]
    return {
        "occupation": occupation,
        "work_types": work_types,
        "levels": selectors.levels_of(occupation),
        "assessability": selectors.assessability(occupation),
    }


@login_not_required
@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """One 细类: what it is and how it is assessed; or a class, with what is in it."""
    found = get_object_or_404(Occupation, code=code)
    context = {"occupation": found, "lineage": selectors.lineage(found)}
    if not found.is_occupation:
        context["children"] = selectors.children_with_counts(found)
        return render(request, "catalogue/occupation_class.html", context)
    assessability = selectors.assessability(found)
    context |= {
        "assessability": assessability,
        "work_types": found.work_types.all(),
        "standards": [_by_level(standard) for standard in selectors.standards_for_page(found)],
        "neighbours": selectors.neighbours(found),
    }
    if not assessability.refused:
        context["skilled"] = regulations.get(NATION).limits.major_groups
        context["permits"] = selectors.permits(found)
        if not context["standards"]:
            context["reference"] = _reference()
    return render(request, "catalogue/occupation.html", context)


def _by_level(standard) -> dict:
    """A standard with, level by level from the lowest, its subjects and the ways in."""
    conditions = list(standard.condition_set.conditions.all())
    return {
        "standard": standard,
        "levels": [
            {
                "level": level.national,
                "subjects": level.subjects.all(),
                "conditions": [row for row in conditions if row.level == level.level],
            }
            for level in standard.levels.all()
        ],
    }


def _reference() -> dict | None:
    """The default entry conditions, level by level, for an occupation without a standard here."""
    default = selectors.default_condition_set()
    if default is None:
        return None
    conditions = list(default.conditions.all())
    return {
        "set": default,
        "levels": [
            {"level": level, "conditions": [row for row in conditions if row.level == level]}
            for level in Level
        ],
    }
