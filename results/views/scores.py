"""The score sheets of a plan: how far each is, who enters it, how it is marked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casework import kinds
from results.frames.scores import Frame
from results.models import Marking, ScoreRound
from results.selectors import overview as overviews
from results.selectors import scores as rights
from results.services import arbitrating, rounds, score_sheets
from results.views.sheets import done, scored_or_403, sheet_or_404, subject_or_404


@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Every sheet of the plan; who has it and how far, but no mark."""
    plan = scored_or_403(request.user, number)
    context = {
        "plan": plan,
        "state": kinds.state_label(plan),
        "rows": overviews.rows(plan),
        "enters": rights.may_enter(request.user, plan),
        "back": reverse("casework:case", args=[number]),
    }
    return render(request, "results/scores/overview.html", context)


@require_safe
def sheet(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """One sheet: its rounds or its panel; the marks only once everything is handed in."""
    plan = scored_or_403(request.user, number)
    subject_or_404(plan, item, subject)
    row = overviews.rows(plan, (item, subject))[0]
    mine = [side.round for side in row.sides if side.round and side.round.clerk == request.user]
    enters = rights.may_enter(request.user, plan)
    begun = any(side.round for side in row.sides) or (
        row.key.sheet and Marking.objects.filter(sheet=row.key.sheet).exists()
    )
    context = {
        "plan": plan,
        "row": row,
        "sides": [
            (side, bool(side.round) and side.round in mine, enters and not side.round and not mine)
            for side in row.sides
        ],
        "releases": rights.may_release(request.user, plan),
        "may_choose": rights.may_choose(request.user, plan)
        and not begun
        and subject in score_sheets.PANELS,
        "back": reverse("results:scores", args=[number]),
        **_disputes(request, plan, row, (item, subject)),
    }
    return render(request, "results/scores/sheet.html", context)


def _disputes(request: HttpRequest, plan, row, key: tuple[int, str]) -> dict:
    """What is to be or was decided, with who may."""
    if row.key.sheet is None or not row.disputes:
        return {"disputes": []}
    frame = Frame.of(plan, key)
    decided = {
        each.entry_id: each for each in row.key.sheet.arbitrations.select_related("decided_by")
    }
    may = rights.may_decide(request.user, plan)
    return {
        "disputes": [(line, decided.get(line.entry)) for line in frame.disputes(frame.keys[0])],
        "decides": may and arbitrating.is_third(request.user, row.key.sheet),
    }


@require_POST
def take(request: HttpRequest, number: str, item: int, subject: str, position: int):
    """Begin one of the two rounds."""
    plan = scored_or_403(request.user, number)
    subject_or_404(plan, item, subject)
    if done(request, lambda: rounds.take(plan, item, subject, position, actor=request.user)):
        return redirect("results:round", number, item, subject)
    return redirect("results:sheet", number, item, subject)


@require_POST
def give_up(request: HttpRequest, number: str, item: int, subject: str, position: int):
    """Leave a round that is not handed in to somebody else."""
    plan = scored_or_403(request.user, number)
    rows = ScoreRound.objects.select_related("sheet__item__occupation", "clerk")
    row = get_object_or_404(rows, sheet=sheet_or_404(plan, item, subject), position=position)
    row.sheet.plan = plan
    if done(request, lambda: rounds.give_up(row, actor=request.user)):
        messages.success(request, f"已放弃{row.get_position_display()}，录入的内容已删除。")
    return redirect("results:sheet", number, item, subject)


@require_POST
def choose(request: HttpRequest, number: str, item: int, subject: str) -> HttpResponse:
    """Whether a panel marks a subject or two people enter it."""
    plan = scored_or_403(request.user, number)
    subject_or_404(plan, item, subject)
    by_panel = request.POST.get("by_panel") == "yes"

    def do() -> None:
        score_sheets.choose(plan, item, subject, by_panel=by_panel, actor=request.user)

    if done(request, do):
        told = "由考评组评分。" if by_panel else "由两人分别录入。"
        messages.success(request, f"已设为{told}")
    return redirect("results:sheet", number, item, subject)
