"""The grid in which a clerk enters marks, by the numbers of tickets only, and hands them in."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.services.door import DoorError, ForbiddenError
from casework.views.sending import form_page, sent, taken
from config import clock
from results.forms.scores import HandInForm, read_or_refuse
from results.frames.scores import Frame, Line, contradiction
from results.models import ScoreRound
from results.services import rounds
from results.services.rounds import Change
from results.sheets import word
from results.views.sheets import own_round_or_404, scored_or_403

PAGE_SIZE = 50
OVERTAKEN = "在别处已改为“{}”，本次没有保存。请核对试卷，需要改的再填一次。"
EMPTIED = "在别处已清空，本次没有保存。请核对试卷，需要的再填一次。"


@dataclass
class Row:
    """A line of the grid: what is typed, what the round holds (`seen`), what is wrong."""

    line: Line
    text: str
    seen: str
    fault: str = ""
    saved: bool = False
    doubt: str = ""

    @property
    def name(self) -> str:
        return f"mark-{self.line.entry}"


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """One's own round, fifty a page. Each field is kept as soon as it is left; without a script,
    the page by its button."""
    plan = scored_or_403(request.user, number)
    round_ = own_round_or_404(request.user, plan, item, subject)
    frame = Frame.of(plan, (item, subject))
    key = frame.keys[0]
    lines = [line for line in frame.lines(key) if not line.is_void]
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [_row(round_, line) for line in page]
    if request.method == "POST" and "field" in request.POST:
        return _keep_one(request, round_, key.subject.full_mark, _all(round_, lines))
    wrong = request.method == "POST" and not _keep(request, round_, key.subject.full_mark, rows)
    if request.method == "POST" and not wrong:
        following = page.next_page_number() if page.has_next() else page.number
        return redirect(f"{request.path}?page={following}")
    context = {
        "plan": plan,
        "round": round_,
        "key": key,
        "rows": rows,
        "closed": round_.frozen_at is not None,
        "entered": sum(line.rounds[round_.position - 1] is not None for line in lines),
        "wanted": len(lines),
        "void": sum(line.is_void for line in frame.lines(key)),
        **_paged(page),
        "back": reverse("results:sheet", args=[number, item, subject]),
    }
    return render(request, "results/scores/grid.html", context, status=422 if wrong else 200)


def _paged(page: Page) -> dict:
    return {"page": page, "last": page.paginator.num_pages}


def _row(round_: ScoreRound, line: Line) -> Row:
    value = line.rounds[round_.position - 1]
    return Row(line, word(value), word(value), doubt=contradiction(value, line.presence))


def _all(round_: ScoreRound, lines: list[Line]) -> dict[str, Row]:
    rows = [_row(round_, line) for line in lines]
    return {row.name: row for row in rows}


def _keep_one(
    request: HttpRequest, round_: ScoreRound, full_mark: int, rows: dict[str, Row]
) -> HttpResponse:
    """A field that was left: the answer is what stands beside it."""
    row = rows.get(request.POST["field"])
    if row is None:
        raise Http404
    kept = _keep(request, round_, full_mark, [row])
    context = {"row": row, "saved_at": clock.now()}
    return render(request, "results/scores/note.html", context, status=200 if kept else 422)


def _keep(request: HttpRequest, round_: ScoreRound, full_mark: int, rows: list[Row]) -> bool:
    """Keep what can be read of these rows; whether that was everything. What is typed stays."""
    changes = []
    for row in rows:
        row.text = request.POST.get(row.name, row.seen)[:20]
        seen = request.POST.get(f"seen-{row.line.entry}", row.seen)
        try:
            changes.append(Change(row.line.entry, read_or_refuse(row.text, full_mark), seen))
        except ValidationError as refused:
            row.fault = refused.messages[0]
    try:
        missed = rounds.save(round_, changes, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        said = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        for row in rows:
            row.fault = row.fault or said
        return False
    _say(rows, changes, missed)
    return not any(row.fault for row in rows)


def _say(rows: list[Row], changes: list[Change], missed: dict) -> None:
    kept = {change.entry: change.value for change in changes}
    for row in rows:
        entry = row.line.entry
        if entry in missed:
            present = word(missed[entry])
            row.fault = OVERTAKEN.format(present) if present else EMPTIED
            row.seen = present
        elif entry in kept:
            row.saved, row.seen = True, word(kept[entry])
            row.doubt = contradiction(kept[entry], row.line.presence)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """The end of one's round, for good; what does not fit check-in is named first."""
    plan = scored_or_403(request.user, number)
    round_ = own_round_or_404(request.user, plan, item, subject)
    found = rounds.standing(round_)
    form = HandInForm(*sent(request), doubtful=bool(found.doubtful))
    differences: list[Line] = []

    def do() -> None:
        checked = bool(form.cleaned_data.get("checked"))
        differences.extend(rounds.hand_in(round_, checked=checked, actor=request.user))

    if taken(form, do):
        more = f"有 {len(differences)} 项待第三人裁定。" if differences else ""
        messages.success(request, f"{round_.get_position_display()}已提交，不能再改。{more}")
        return redirect("results:sheet", number, item, subject)
    context = {
        "title": f"提交{round_.get_position_display()}",
        "lead": "提交后不能再改。两次录入都提交后，才能看到两次的差异。",
        "eyebrow": f"{round_.sheet} · {number}",
        "back": reverse("results:round", args=[number, item, subject]),
        "button": "提交",
        "found": found,
        "lacking": found.lacking[: rounds.LISTED],
        "doubtful": found.doubtful[: rounds.LISTED],
    }
    return form_page(request, form, template="results/scores/hand_in.html", **context)
