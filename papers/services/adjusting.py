"""Before a paper is sealed: a question exchanged, or its words fitted to the post (HB-04)."""

import json
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from assessment.models import Plan
from casework.models import LotResult
from casework.services.door import StaleError
from config import clock
from papers.enums import PaperStatus, QuestionKind, QuestionStatus
from papers.models import Paper, Question
from papers.selectors.papers import LIVE
from papers.services import contents
from papers.services.composing import recorded
from papers.services.pools import sections_of

SEALED = "试卷已经封存或作废，不能再调整。"
STALE = "这份试卷刚刚由他人调整或封存，请查看最新的内容后再办理。"
GONE = "这道题已经不在试卷中，请刷新页面。"
NONE_LEFT = (
    "题库中没有题型、知识点、难度相同并且没有用上的试题，不能换题。请补充试题，或者作废重组。"
)
UNCHANGED = "内容没有变化。"
OPTIONS = "选项的数目不能改变，原来是 {count} 项。答案按选项的顺序对应。"


def held(paper: Paper, version: int | None) -> Paper:
    """The paper as it stands, locked. Raises StaleError where the page showed another."""
    present = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if version is not None and present.version != version:
        raise StaleError(STALE)
    return present


def exchange(
    paper: Paper, number: int, *, reason: str, actor: User, version: int, token=None
) -> None:
    """Put another question of the same kind, point and difficulty in the place of one: the next of
    the drawn order that no form of the subject holds.

    Who may: `rights.draws`. Raises ForbiddenError, NotNowError, StaleError; ValidationError where
    the paper is sealed or no such question is left.
    """

    def change(present: Paper, inside: dict) -> str:
        section, question = _found(inside, number)
        other = _another(present, number)
        wanted = next(s for s in sections_of(present.blueprint) if s.kind == section["kind"])
        at = section["questions"].index(question)
        section["questions"][at] = contents.as_printed(other, wanted)
        return f"题号 {number} 换为题号 {other.number}"

    _adjust(paper, "exchange_question", change, reason, actor, version, token)


def reword(
    paper: Paper,
    number: int,
    *,
    text: str,
    options: list[str],
    reason: str,
    actor: User,
    version: int,
    token=None,
) -> None:
    """Fit the words of a question to the post; its answer stays. Who may and errors as `exchange`;
    ValidationError, too, where nothing or the number of options changes."""

    def change(present: Paper, inside: dict) -> str:
        _, question = _found(inside, number)
        if len(options) != len(question["options"]):
            count = len(question["options"])
            raise ValidationError({"options": OPTIONS.format(count=count)})
        if (text, options) == (question["text"], question["options"]):
            raise ValidationError(UNCHANGED)
        question["text"], question["options"] = text, options
        return f"题号 {number} 结合岗位调整文字"

    _adjust(paper, "reword_question", change, reason, actor, version, token)


def _adjust(
    paper: Paper,
    act: str,
    change: Callable[[Paper, dict], str],
    reason: str,
    actor: User,
    version: int,
    token,
) -> None:
    def do(plan: Plan) -> dict:
        present = held(paper, version)
        if present.status != PaperStatus.DRAWN:
            raise ValidationError(SEALED)
        inside = contents.read(present)
        what = change(present, inside)
        contents.write(present, inside)
        moment = date_format(localtime(clock.now()), "DATETIME_FORMAT")
        line = f"{moment} {actor.display_name}：{what}，原因：{reason.strip()}"
        present.adjusted = "\n".join(filter(None, [present.adjusted, line]))
        present.version += 1
        present.save(update_fields=["contents", "digest", "questions", "adjusted", "version"])
        # The reason may speak of the question: the timeline has readers who may not know it yet.
        return {"paper": present.number, "digest": present.digest}

    recorded(paper.plan, act, actor, do, token=token)


def _found(inside: dict, number: int) -> tuple[dict, dict]:
    pair = contents.question_in(inside, number)
    if pair is None:
        raise ValidationError(GONE)
    return pair


def _another(paper: Paper, number: int) -> Question:
    """The next question of the drawn order that may stand in the place of one."""
    bank = paper.blueprint.bank
    mine = bank.questions.get(number=number)
    used = contents.as_set(paper.questions)
    live = Paper.objects.filter(item=paper.item_id, subject=paper.subject, status__in=LIVE)
    for questions in live.exclude(pk=paper.pk).values_list("questions", flat=True):
        used |= contents.as_set(questions)
    alike = bank.questions.filter(
        status=QuestionStatus.IN_USE,
        kind=mine.kind,
        point=mine.point_id,
        difficulty=mine.difficulty,
    )
    free = {row.number: row for row in alike.prefetch_related("criteria") if row.number not in used}
    if mine.kind == QuestionKind.TASK:
        whole = sum(line.marks for line in mine.criteria.all())
        free = {
            key: row
            for key, row in free.items()
            if sum(c.marks for c in row.criteria.all()) == whole
        }
    kept = _unlike_earlier(paper, number, free)
    order = [int(each) for each in json.loads(LotResult.objects.get(lot=paper.lot_id).drawn)]
    start = order.index(number) if number in order else 0
    for each in [*order[start:], *order[:start], *sorted(kept)]:
        if each in kept:
            return kept[each]
    raise ValidationError(NONE_LEFT)


def _unlike_earlier(paper: Paper, number: int, free: dict[int, Question]) -> dict[int, Question]:
    """Without those that would make the paper the same as an earlier one."""
    rows = Paper.objects.filter(blueprint__bank=paper.blueprint.bank_id, subject=paper.subject)
    sets = rows.exclude(pk=paper.pk).values_list("questions", flat=True)
    earlier = {contents.as_set(questions) for questions in sets}
    others = contents.as_set(paper.questions) - {number}
    return {key: row for key, row in free.items() if others | {key} not in earlier}
