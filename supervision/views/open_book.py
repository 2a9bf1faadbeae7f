"""Random inspections as everybody may read and repeat them (一公开; LC-21, LN-14)."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from supervision.documents import replay
from supervision.enums import CampaignState, InspectionState
from supervision.models import Campaign, Draw, Inspection
from supervision.parts.inspections import methods_of
from supervision.selectors import campaigns as reads
from supervision.selectors import inspections
from supervision.services import draws
from ui.tables import Column, Table

CAMPAIGNS = (
    Column("title", "抽查"),
    Column("office", "组织机关"),
    Column("subject", "对象"),
    Column("days", "检查开始", ("begins_on",)),
    Column("end", "检查截止", ("ends_on",)),
    Column("state", "进展"),
)
RESULTS = (
    Column("agency", "被检查机构"),
    Column("office", "检查机关"),
    Column("result", "结果"),
    Column("summary", "公布内容"),
    Column("published", "公布日期", ("published_on",)),
)
LATEST = 5


@login_not_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign that was published, and the newest results."""
    found = reads.published().order_by("-opened_at", "-pk")
    table = Table(request, found, CAMPAIGNS, id="campaigns")
    context = {
        "table": table,
        "rows": [(row, *_state(row)) for row in table.page],
        "latest": _results(inspections.published()[:LATEST]),
    }
    return render(request, "supervision/inspections/campaigns.html", context)


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Every published result."""
    table = Table(request, inspections.published(), RESULTS, id="results")
    context = {"table": table, "rows": _results(table.page)}
    return render(request, "supervision/inspections/results.html", context)


@login_not_required
@require_safe
def campaign(request: HttpRequest, number: str) -> HttpResponse:
    """One campaign with the draw that counts and all that is needed to repeat it."""
    found = _published_or_404(number)
    return _page(request, found, list(reads.draws_of(found)), None)


@login_not_required
@require_safe
def draw(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """An earlier draw of a campaign, which stays on record."""
    found = _published_or_404(number)
    rows = list(reads.draws_of(found))
    if not any(row.sequence == sequence for row in rows):
        raise Http404
    return _page(request, found, rows, sequence)


@login_not_required
@require_safe
def program(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """The program that repeats a draw, to be run as it is; 404 before it was drawn."""
    drawn = reads.draws_of(_published_or_404(number)).exclude(drawn_at=None)
    text = replay.program(get_object_or_404(drawn, sequence=sequence))
    return HttpResponse(
        text,
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{number}-{sequence}.py"'},
    )


def _published_or_404(number: str) -> Campaign:
    rows = reads.published().select_related("office", "division", "place", "occupation")
    return get_object_or_404(rows, number=number)


def _page(request, found: Campaign, rows: list[Draw], sequence: int | None) -> HttpResponse:
    shown = next(row for row in rows if row.sequence == (sequence or rows[-1].sequence))
    label, tone = _state(found)
    context = {
        "campaign": found,
        "label": label,
        "tone": tone,
        "methods": methods_of(found),
        "draw": shown,
        "others": [row for row in rows if row != shown],
        "is_last": shown == rows[-1],
        "whole": draws.is_whole(shown),
        **_shown(shown),
    }
    return render(request, "supervision/inspections/campaign.html", context)


def _shown(row: Draw) -> dict:
    """What a draw is from, and what came of it; people by number alone."""
    frame, rule = json.loads(row.frame), json.loads(row.objects_lot.rule)
    teams = json.loads(row.teams) if row.teams else {}
    order = json.loads(row.objects_lot.result.drawn) if teams else []
    labels = {ticket[0]: ticket[1] for ticket in json.loads(row.objects_lot.population)}
    tasks = {each.target: each for each in Inspection.objects.filter(drawn_by=row)}
    return {
        "frame": frame,
        "rule": rule,
        "population_size": len(labels),
        "pool_size": len(json.loads(row.pool_lot.population)),
        "weights": [(labels[id_], weight, why) for id_, weight, why in frame["weights"]],
        "drawn": [_line(labels[id_], teams[id_], tasks[id_]) for id_ in order],
    }


def _line(label: str, team: list[str], task: Inspection) -> dict:
    now = [str(row.number) for row in task.inspectors.all() if row.left_at is None]
    done = task.state == InspectionState.PUBLISHED
    return {
        "label": label,
        "team": _numbers(team),
        "now": _numbers(now) if set(now) != set(team) else "",
        "done": task if done else None,
        "tone": inspections.TONES[task.result] if done else "neutral",
    }


def _numbers(team: list[str]) -> str:
    return "、".join(f"{number} 号" for number in team)


def _results(rows) -> list[tuple]:
    return [
        (row, inspections.TONES[row.result], inspections.problems_in_words(row)) for row in rows
    ]


def _state(row: Campaign) -> tuple[str, str]:
    state = CampaignState(row.state)
    return state.label, reads.TONES[state]
