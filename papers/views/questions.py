"""The questions of a bank: listed, entered, looked through, approved, retired."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.services.door import ForbiddenError
from casework.services.inspection import RefusedFile
from casework.views.sending import form_page, sent
from papers.content import CHOICES, LETTERS
from papers.enums import QuestionKind, QuestionStatus
from papers.filters import QuestionFilter
from papers.forms.questions import QuestionForm, criteria_of
from papers.models import Bank, Question
from papers.services import pictures
from papers.services import questions as service
from papers.views.banks import bank_or_404
from papers.views.keeping import kept
from ui.tables import Column, Table

FORM = "papers/banks/question_form.html"
COLUMNS = (
    Column("number", "题号", ("number",), numeric=True),
    Column("text", "题干"),
    Column("kind", "题型", ("kind",)),
    Column("point", "知识点", ("point__code",)),
    Column("difficulty", "难度"),
    Column("status", "状态", ("status",)),
    Column("writer", "命题人", ("written_by__name",)),
)
TONES = {
    QuestionStatus.DRAFT: "warn",
    QuestionStatus.IN_USE: "ok",
    QuestionStatus.RETIRED: "neutral",
}
SEEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
ACTS = {"approve": (service.approve, "已审定"), "retire": (service.retire, "已停用")}
LEFT_SHOWN = 20
STALE, WRONG = 409, 422


@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of a bank, to be narrowed, approved and retired."""
    bank = bank_or_404(request.user, pk)
    rows = bank.questions.select_related("point", "written_by")
    rows = rows.defer("options", "answer", "explanation")
    table = Table(
        request, rows, COLUMNS, filterset=QuestionFilter, default_sort="number", id="questions"
    )
    context = {
        "bank": bank,
        "table": table,
        "rows": [
            (row, TONES[QuestionStatus(row.status)], row.written_by_id == request.user.pk)
            for row in table.page
        ],
        "kinds": QuestionKind,
    }
    return render(request, "papers/banks/questions.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or retire the ticked questions."""
    bank = bank_or_404(request.user, pk)
    pairs = [SEEN.fullmatch(each) for each in request.POST.getlist("question")]
    seen = {int(pair[1]): int(pair[2]) for pair in pairs if pair}
    if request.POST.get("act") not in ACTS:
        raise Http404
    do, told = ACTS[request.POST["act"]]
    if not seen:
        messages.error(request, "请先勾选要办理的试题。")
        return redirect("papers:questions", pk)
    try:
        outcome = do(bank, seen, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    if outcome.done:
        messages.success(request, f"{told} {outcome.done} 题。")
    for number, reason in outcome.left[:LEFT_SHOWN]:
        messages.warning(request, f"第 {number} 题没有办理：{reason}。")
    if more := outcome.left[LEFT_SHOWN:]:
        messages.warning(request, f"另有 {len(more)} 题没有办理。")
    if request.POST.get("to") == "question" and len(seen) == 1:
        row = bank.questions.filter(pk__in=seen).first()
        if row:
            return redirect("papers:question", pk, row.number)
    return redirect("papers:questions", pk)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let a retired question wait for approval again."""
    bank, row = _question_or_404(request, pk, number)
    try:
        service.restore(bank, row.pk, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"第 {number} 题已重新启用，等待审定。")
    return redirect("papers:question", pk, number)


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A question as its reviewer reads it."""
    bank, row = _question_or_404(request, pk, number)
    content = service.content_of(row)
    is_own = row.written_by_id == request.user.pk
    context = {
        "bank": bank,
        "question": row,
        "content": content,
        "options": [
            (LETTERS[index], text, LETTERS[index] in content.answer)
            for index, text in enumerate(content.options)
        ],
        "offers": row.kind in CHOICES,
        "criteria": row.criteria.all(),
        "tone": TONES[QuestionStatus(row.status)],
        "is_own": is_own,
        "may_approve": row.status == QuestionStatus.DRAFT and not is_own,
    }
    return render(request, "papers/banks/question.html", context)


@require_safe
def image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of a question."""
    _, row = _question_or_404(request, pk, number)
    if row.image is None:
        raise Http404
    try:
        jpeg = pictures.read(row.image)
    except ValueError as damaged:
        raise Http404(str(damaged)) from damaged
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "inline"}
    return HttpResponse(jpeg, content_type="image/jpeg", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new question of a kind."""
    bank = bank_or_404(request.user, pk)
    if kind not in QuestionKind.values:
        raise Http404
    return _form(request, bank, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A question changed; 409 where somebody else changed it since the page was opened."""
    bank, row = _question_or_404(request, pk, number)
    if row.status == QuestionStatus.RETIRED:
        raise PermissionDenied(service.RETIRED)
    return _form(request, bank, row.kind, row)


def _form(request: HttpRequest, bank: Bank, kind: str, row: Question | None) -> HttpResponse:
    form = QuestionForm(*sent(request), bank=bank, kind=kind, question=row)
    lines = criteria_of(row, *sent(request)) if kind == QuestionKind.TASK else None
    saved, status = _save(request, form, lines)
    if saved:
        return _after(request, saved)
    if form.is_bound and row:
        present = Question.objects.filter(pk=row.pk).values_list("version", flat=True).first()
        form.show_again(present or 0)
    label = QuestionKind(kind).label
    context = {
        "bank": bank,
        "question": row,
        "kind": label,
        "lines": lines,
        "title": f"修改第 {row.number} 题" if row else f"录入{label}",
        "stale": status == STALE,
        "back": _address(row) if row else reverse("papers:questions", args=[bank.pk]),
    }
    answer = form_page(request, form, template=FORM, **context)
    answer.status_code = status
    return answer


def _after(request: HttpRequest, saved: Question) -> HttpResponse:
    if "again" in request.POST:
        messages.success(request, f"已保存第 {saved.number} 题，可以继续录入。")
        return redirect("papers:question-add", saved.bank_id, saved.kind)
    messages.success(request, f"已保存第 {saved.number} 题。")
    return redirect(_address(saved))


def _address(row: Question) -> str:
    return reverse("papers:question", args=[row.bank_id, row.number])


def _save(request: HttpRequest, form: QuestionForm, lines) -> tuple[Question | None, int]:
    """(what was saved, or none with everything wrong said at its field; the status of the page)"""
    if not form.is_bound:
        return None, 200
    in_order = [form.is_valid(), lines is None or lines.is_valid()]
    if not in_order[1]:
        form.add_error(None, "评分表中有需要改正的内容。")
    if not all(in_order):
        return None, WRONG
    content = form.content(lines.rows() if lines is not None else ())
    form.judge(content)
    jpeg = _picture(form)
    if form.errors:
        return None, WRONG
    saved: list[Question] = []

    def do() -> None:
        row = service.keep(
            form.bank,
            content,
            actor=request.user,
            question=form.question,
            version=form.cleaned_data["version"] or 0,
            jpeg=jpeg,
            without_picture=form.cleaned_data.get("without_image", False),
        )
        saved.append(row)

    status = kept(form, do)
    return (saved[0] if saved else None), status


def _picture(form) -> bytes | None:
    upload = form.cleaned_data.get("image")
    if not upload:
        return None
    try:
        return pictures.prepared(upload)
    except RefusedFile as refused:
        form.add_error("image", refused)
        return None


def _question_or_404(request: HttpRequest, pk: int, number: int) -> tuple[Bank, Question]:
    bank = bank_or_404(request.user, pk)
    rows = bank.questions.select_related("point", "written_by", "approved_by", "image")
    return bank, get_object_or_404(rows.prefetch_related("criteria"), number=number)
