"""评价标准（规范）: what each occupation of an application is assessed by (LC-07)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from filing.checks.all import problems
from filing.documents import dossier
from filing.rows.kinds import BASIS
from filing.selectors import bases
from filing.views.drafting import draft_or_404, frame
from filing.views.rows import answer, open_or_refused
from filing.wording import named, spanned


@require_safe
def standards(request: HttpRequest, number: str) -> HttpResponse:
    """A line an occupation: its basis, the version, the levels it sets, whether it was checked."""
    filing = draft_or_404(request.user, number)
    loaded = dossier.load(filing)
    levels = bases.levels_set(loaded.scope)
    context = {
        "lines": [
            {"item": item, "name": named(item), "levels": spanned(levels.get(item.standard_id, ()))}
            for item in loaded.scope
        ],
        "rule": filing.regulation.standards,
        "may_file": filing.regulation.processes.standard is not None,
    }
    issues = [issue for issue in problems(loaded) if issue.section == BASIS.section]
    page = frame(filing, BASIS.section, issues=issues, **context)
    return render(request, "filing/rows/standards.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Choose or change the basis of one occupation."""
    filing = open_or_refused(request, number, BASIS)
    row = get_object_or_404(filing.scope.select_related("occupation"), pk=pk)
    template = "filing/rows/basis_form.html"
    return answer(request, filing, BASIS, row, f"{named(row)}的评价依据", template=template)
