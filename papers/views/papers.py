"""The papers of a plan: how far they are, drawn, opened, spoiled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assessment.models import Plan
from casework.views.sending import form_page, sent, taken
from catalogue.enums import SubjectKind
from papers.checks import ready
from papers.documents import sheets
from papers.enums import PaperStatus
from papers.forms.papers import DrawForm, OpenForm, SpoilForm
from papers.models import Paper
from papers.parts.papers import state_of
from papers.selectors import openings as ways
from papers.selectors import rights
from papers.selectors.papers import SEALED, standings
from papers.services import composing, openings, sealing
from papers.views.access import known_plan, own_plan, paper_of

TONES = {
    PaperStatus.DRAWN: "warn",
    PaperStatus.SEALED: "ok",
    PaperStatus.OPENED: "info",
    PaperStatus.SPOILED: "neutral",
}


@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Every subject with its papers, their seals and openings; never what they hold."""
    plan = known_plan(request.user, number)
    found = standings(plan)
    context = {
        "plan": plan,
        "rows": [
            (each, *state_of(each), [(paper, TONES[paper.status]) for paper in each.papers])
            for each in found
        ],
        "issues": [issue for each in found for issue in ready.of(plan, each)],
        "near": plan.state in rights.DRAWING and ready.is_near(found),
        "draws": rights.draws(request.user, plan),
        "prepares": rights.prepares(request.user, plan),
    }
    return render(request, "papers/papers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """Draw the forms that a subject lacks."""
    plan = own_plan(request.user, number)
    if plan.state not in rights.DRAWING:
        raise PermissionDenied(composing.NOT_NOW)
    row = get_object_or_404(plan.items.select_related("occupation"), pk=item)
    if not row.subjects.filter(kind=subject, waived=False).exists():
        raise Http404
    rows = rights.blueprints_for(plan, row, subject)
    form = DrawForm(*sent(request), blueprints=rows, initial={"blueprint": rows.first()})

    def do() -> None:
        given = form.cleaned_data
        composing.draw(
            plan, row, subject, given["blueprint"], actor=request.user, token=given["token"]
        )

    if taken(form, do):
        messages.success(request, "试卷已组成，请逐题核对，由另一人封存。")
        return redirect("papers:papers", number)
    page = {
        "plan": plan,
        "item": row,
        "subject": SubjectKind(subject).label,
        "blueprints": rows.exists(),
        "banks": rights.banks_of(request.user).filter(agency=plan.agency_id),
        "back": reverse("papers:papers", args=[number]),
    }
    return form_page(request, form, template="papers/papers/draw.html", **page)


@require_http_methods(["GET", "HEAD", "POST"])
def spoil(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a paper out of use."""
    plan = own_plan(request.user, number)
    paper = paper_of(plan, pk)
    form = SpoilForm(*sent(request))
    if taken(form, lambda: sealing.spoil(paper, actor=request.user, **form.cleaned_data)):
        messages.success(request, f"{paper}已作废。")
        return redirect("papers:papers", number)
    page = {
        "title": f"作废试卷 {paper}",
        "eyebrow": f"{plan.title} · {number}",
        "back": reverse("papers:papers", args=[number]),
        "button": "作废",
        "danger": True,
    }
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def open_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Open a sealed paper on record: the answer to the form is the file. 403 for who has no cause,
    and before the time."""
    plan = known_plan(request.user, number)
    paper = paper_of(plan, pk)
    found = ways.ways(request.user, paper)
    if not found:
        raise PermissionDenied(openings.REFUSED)
    form = OpenForm(
        *sent(request),
        causes=[way.cause for way in found],
        sheets_=_sheets(paper, found),
        initial={"cause": _first_open(found).cause},
    )
    made: list[bytes] = []

    def do() -> None:
        made.append(openings.open_for(paper, actor=request.user, **form.cleaned_data))

    if taken(form, do):
        return as_file(made[0], sheets.file_name(paper, form.cleaned_data["sheet"]))
    refusal = ways.refusal_of(paper)
    page = {
        "plan": plan,
        "paper": paper,
        "ways": [(way.cause.label, way.refusal) for way in found],
        "refusal": refusal,
        "can": not refusal and any(not way.refusal for way in found),
        "back": reverse("papers:papers", args=[number]),
    }
    return form_page(request, form, template="papers/papers/open.html", **page)


def _first_open(found: list[ways.Way]) -> ways.Way:
    return next((way for way in found if not way.refusal), found[0])


def _sheets(paper: Paper, found: list[ways.Way]) -> list[str]:
    if not any(way.with_key for way in found):
        return [sheets.PAPER]
    # Theory has no marking sheet; that a paper has one is no secret, what stands in it is.
    tasks = paper.subject != SubjectKind.THEORY
    return [sheets.PAPER, sheets.KEY, *([sheets.CRITERIA] if tasks else [])]


def as_file(data: bytes, name: str) -> HttpResponse:
    """A PDF that no cache keeps."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def opens_any(user: User, plan: Plan, paper: Paper) -> bool:
    """Whether the page offers somebody to open a paper."""
    return paper.status in SEALED and bool(ways.ways(user, paper))
