"""The dashboards (数据看板): what has been done in a territory or by an agency, in figures.

An office sees its own territory, an agency its own; what is not theirs is not there (404). Nothing
here is public.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook

from accounts.models import User
from catalogue.models import Division
from certificates.enums import ExportKind
from certificates.services import exporting
from certificates.views.common import XLSX, download
from config import clock
from portal import topics
from portal.forms.figures import FiguresForm
from portal.selectors.figures.asked import Scope, scopes_of
from portal.selectors.figures.shapes import Figures, Panel
from portal.topics import Topic
from printing.sheets.writer import add_sheet, saved


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The first numbers of every topic that one sees."""
    scope, scopes = _scope(request.user, request.GET)
    form = _form(request.GET, scope, scopes, ())
    asked = form.asked(request.user)
    found = [(topic, topic.keys(asked)) for topic in topics.topics_for(request.user, scope)]
    return render(
        request,
        "portal/figures/overview.html",
        {"form": form, "scope": scope, "found": found, **_said(form), "query": _query(form)},
    )


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """The charts and tables of a topic."""
    found, form, figures = _figures(request.user, key, request.GET)
    return render(
        request,
        "portal/figures/topic.html",
        {
            "topic": found,
            "topics": topics.topics_for(request.user, form.of),
            "form": form,
            "figures": figures,
            "charts": {panel.key: panel.chart for panel in figures.panels},
            "query": _query(form),
            **_said(form),
        },
    )


@require_POST
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a workbook, every row of it. That the figures about people were taken is on
    record, as in the talent database."""
    found, form, figures = _figures(request.user, key, request.POST)
    book = Workbook(write_only=True)
    about = form.said()
    numbers = [[key.label, key.value, key.unit] for key in figures.keys]
    said = [["统计范围", about, ""], ["统计时间", clock.now(), ""]]
    add_sheet(book, (found.label, "数值", "单位"), [*numbers, *said], "总数")
    for panel in figures.panels:
        heads = [
            panel.head,
            *(f"{c.label}（{c.unit}）" if c.unit else c.label for c in panel.columns),
        ]
        add_sheet(book, heads, _rows(panel), panel.title)
    content = saved(book)
    if found.key == "holders":
        exporting.record(
            ExportKind.TALENT,
            content,
            about=about,
            count=figures.keys[0].value or 0,
            user=request.user,
            organisation=form.of.office,
        )
    return download(content, f"{found.label}统计 {clock.today():%Y%m%d}.xlsx", XLSX)


def _rows(panel: Panel) -> list[list]:
    return [[row.label, *row.cells] for row in panel.rows]


def _figures(user: User, key: str, data) -> tuple[Topic, FiguresForm, Figures]:
    """The topic with what was asked for. Raises Http404 for one that is not there for somebody."""
    scope, scopes = _scope(user, data)
    found = next((t for t in topics.topics_for(user, scope) if t.key == key), None)
    if found is None:
        raise Http404
    form = _form(data, scope, scopes, found.fields)
    return found, form, found.figures(form.asked(user))


def _scope(user: User, data) -> tuple[Scope, list[Scope]]:
    """Whose figures are meant, the first where nobody is named, and all that one may choose."""
    scopes = scopes_of(user)
    wanted = data.get("scope") or (scopes[0].key if scopes else "")
    found = next((scope for scope in scopes if scope.key == wanted), None)
    if found is None:
        raise Http404
    return found, scopes


def _form(data, scope: Scope, scopes: list[Scope], fields: tuple[str, ...]) -> FiguresForm:
    """The form; a place that lies beyond the territory is not there."""
    wanted = data.get("place", "")
    if wanted and scope.office:
        rows = Division.objects.filter(code__startswith=scope.place)
        if not wanted.isdecimal() or not rows.filter(pk=wanted[:18]).exists():
            raise Http404
    elif wanted:
        raise Http404
    return FiguresForm(data or None, scope=scope, scopes=scopes, fields=fields)


def _said(form: FiguresForm) -> dict:
    return {"about": form.said(), "at": clock.now()}


def _query(form: FiguresForm) -> str:
    """What was asked for, to go along to another topic."""
    given = {name: form.data.get(name) for name in FiguresForm.base_fields if form.data.get(name)}
    return urlencode(given)
