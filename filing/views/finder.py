"""谁能评我们的工种: agencies that may assess for others, the nearest first (JS-03)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import Division
from catalogue.selectors import assessability
from config import clock
from filing.filters import FinderForm
from filing.models import Agency
from filing.selectors import applicants_of, finding, register
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "机构"),
    Column("place", "备案地"),
    Column("levels", "可评等级"),
    Column("contact", "联系方式"),
)


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Asks for an occupation, a level and a place; answers who may come, with how to reach them."""
    form = FinderForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    text, level, place = asked.get("occupation", ""), asked.get("level"), asked.get("division")
    meant = finding.meant(text)
    context = {"form": form, "text": text, "meant": meant, "place": place, "level": level}
    if meant.occupation:
        context |= _found(request, meant.occupation, int(level) if level else None, place)
    return render(request, "filing/register/find.html", context)


def _found(request: HttpRequest, occupation, level: int | None, place: Division | None) -> dict:
    """The agencies for one occupation, a page of them."""
    today = clock.today()
    table = Table(request, finding.nearest(today, occupation, level, place), COLUMNS, id="found")
    scopes = register.scopes_on(table.page, today)
    regulations = {each.id: each for each in finding.serving_others()}
    rows = [
        _row(agency, occupation, scopes[agency.pk], regulations.get(agency.regulation_id), place)
        for agency in table.page
    ]
    may_ask = request.user.is_authenticated and applicants_of(request.user).exists()
    return {
        "table": table,
        "rows": rows,
        "assessability": assessability(occupation),
        "may_ask": may_ask,
    }


def _row(agency: Agency, occupation, lines, regulation, place: Division | None) -> dict:
    """`near`: how near, in words. `bound`: the rule that keeps it to its own place (SD-13). `whom`:
    whom it may assess for others, where the rule says more than that (LC-03)."""
    bound = regulation.place if regulation and regulation.place.filed_territory_only else None
    return {
        "agency": agency,
        "lines": [line for line in lines if line.occupation.pk == occupation.pk],
        "near": finding.NEARNESS[agency.near] if place else "",
        "whom": finding.for_others(regulation) if regulation else [],
        "bound": bound if place and finding.is_elsewhere(agency, place) else None,
    }
