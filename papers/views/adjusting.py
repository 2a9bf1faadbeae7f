"""A drawn paper, looked through before it is sealed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.views.materials import SANDBOXED
from casework.views.sending import form_page, sent, taken
from papers.enums import PaperStatus
from papers.forms.papers import ExchangeForm, RewordForm, SealForm
from papers.models import Paper, Picture
from papers.selectors import rights
from papers.services import adjusting, contents, pictures, sealing
from papers.views.access import known_plan, own_plan, paper_of
from papers.views.papers import TONES, opens_any


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper: number, digest, seal, openings for all who may know of it; what it holds only while
    it is drawn, for those who prepare papers. Sent, it seals the paper."""
    plan = known_plan(request.user, number)
    paper = paper_of(plan, pk)
    reads = paper.status == PaperStatus.DRAWN and rights.prepares(request.user, plan)
    may_seal = reads and rights.draws(request.user, plan) and paper.drawn_by_id != request.user.pk
    if request.method == "POST" and not rights.prepares(request.user, plan):
        raise PermissionDenied(sealing.REFUSED)
    form = SealForm(*sent(request), version=paper.version)

    def do() -> None:
        given = form.cleaned_data
        sealing.seal(paper, actor=request.user, version=given["version"], token=given["token"])

    if taken(form, do):
        messages.success(request, f"{paper}已封存，除付印外开考之前不能再看。")
        return redirect("papers:papers", number)
    context = {
        "plan": plan,
        "paper": paper,
        "tone": TONES[paper.status],
        "contents": contents.read(paper) if reads else None,
        "adjusts": reads and rights.draws(request.user, plan),
        "prepares": rights.prepares(request.user, plan),
        "may_seal": may_seal,
        "opens": opens_any(request.user, plan, paper),
    }
    return form_page(request, form, template="papers/papers/paper.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest, number: str, pk: int, question: int) -> HttpResponse:
    """Another question of the same kind, point and difficulty in the place of one."""
    paper, found = _question(request, number, pk, question)
    form = ExchangeForm(*sent(request), version=paper.version)

    def do() -> None:
        adjusting.exchange(paper, question, actor=request.user, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, f"题号 {question} 已换题。")
        return redirect("papers:paper", number, pk)
    lead = "按抽取的顺序，换为下一道题型、知识点、难度相同并且没有用上的试题。"
    return _asked(request, form, paper, "换题", lead, found)


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, number: str, pk: int, question: int) -> HttpResponse:
    """The words of a question fitted to the post."""
    paper, found = _question(request, number, pk, question)
    form = RewordForm(*sent(request), version=paper.version, question=found)

    def do() -> None:
        given = {"options": [], **form.cleaned_data}
        adjusting.reword(paper, question, actor=request.user, **given)

    if taken(form, do):
        messages.success(request, f"题号 {question} 的文字已调整。")
        return redirect("papers:paper", number, pk)
    lead = "结合企业岗位实际适当调整，只改这份试卷，题库不变；考查内容和答案不变。"
    return _asked(request, form, paper, "调整文字", lead, found)


@require_safe
def image(request: HttpRequest, number: str, pk: int, file: UUID) -> HttpResponse:
    """The picture of a question of a drawn paper, for those who prepare it."""
    paper = _readable(request, number, pk)
    inside = contents.read(paper)
    held = {q["image"] for section in inside["sections"] for q in section["questions"]}
    if str(file) not in held:
        raise Http404
    try:
        data = pictures.read(get_object_or_404(Picture, pk=file))
    except ValueError as error:
        raise Http404 from error
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": SANDBOXED,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="image/jpeg", headers=headers)


def _readable(request: HttpRequest, number: str, pk: int) -> Paper:
    """The paper while it may be looked through; 403 from its sealing on."""
    plan = own_plan(request.user, number)
    paper = paper_of(plan, pk)
    if paper.status != PaperStatus.DRAWN:
        raise PermissionDenied(adjusting.SEALED)
    return paper


def _question(request: HttpRequest, number: str, pk: int, question: int) -> tuple[Paper, dict]:
    paper = _readable(request, number, pk)
    pair = contents.question_in(contents.read(paper), question)
    if pair is None:
        raise Http404
    return paper, pair[1]


def _asked(request: HttpRequest, form, paper: Paper, title: str, lead: str, question: dict):
    context = {
        "title": f"{title}：题号 {question['number']}",
        "lead": lead,
        "eyebrow": f"{paper.number} · {paper.item} {paper.get_subject_display()}",
        "back": reverse("papers:paper", args=[paper.plan.number, paper.pk]),
        "button": title,
        "question": question,
    }
    return form_page(request, form, template="papers/papers/question.html", **context)
