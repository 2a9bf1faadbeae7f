"""Questions: written by one, approved by another (审定), changed, taken out of use.

Papers hold what was drawn, so nothing done here changes one. Who may: writers and managers of the
agency (`banks.opened`), which every function asks.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.services.door import StaleError
from config import clock
from papers.content import Content, faults
from papers.enums import QuestionStatus
from papers.fields import text_hash
from papers.models import Bank, Criterion, Question
from papers.services import pictures
from papers.services.banks import opened

STALE = "这道题在您打开页面之后已有改动，本次没有保存。下面是您填写的内容，请核对后再次保存。"
MOVED = "打开页面之后已有改动，请查看后再办理"
OWN = "命题人不能审定自己的试题，请另一位命题人员或管理员审定"
SAME = "题库中已有题干相同的试题（第 {} 题）。请修改题干，或者修改那道题。"
RETIRED = "这道题已经停用，不能修改。需要再用的，先重新启用。"
NO_POINT = "所选的知识点已不在题库中，请重新选择。"


@dataclass
class Outcome:
    """How many questions were dealt with, and which were not, why."""

    done: int = 0
    left: list[tuple[int, str]] = field(default_factory=list)


def content_of(question: Question) -> Content:
    """What a question says."""
    return Content(
        kind=question.kind,
        point=question.point_id,
        difficulty=question.difficulty,
        text=question.text,
        options=tuple(json.loads(question.options or "[]")),
        answer=question.answer,
        explanation=question.explanation,
        minutes=question.minutes,
        criteria=tuple((line.text, line.marks) for line in question.criteria.all()),
    )


def keep(
    bank: Bank,
    content: Content,
    *,
    actor: User,
    question: Question | None = None,
    version: int = 0,
    jpeg: bytes | None = None,
    without_picture: bool = False,
) -> Question:
    """Save a question, new or changed; it then waits to be approved by somebody else. What says
    the same as before stays approved.

    `jpeg`: a picture from `pictures.prepared`, which replaces an earlier one. Raises StaleError
    where somebody changed it meanwhile; ValidationError for a text that the bank has, a retired
    question, and faults of the content.
    """
    with opened(bank, actor) as held:
        _refuse(held, content)
        row = Question(bank=held) if question is None else _present(held, question.pk, version)
        refuse_same(held, content.kind, content.text, row.pk)
        before = content_of(row) if row.pk else None
        if content == before and jpeg is None and not (without_picture and row.image_id):
            return row
        if without_picture:
            row.image = None
        if jpeg is not None:
            row.image = pictures.keep(held, jpeg, actor=actor)
        if row.pk is None:
            held.taken += 1
            held.save(update_fields=["taken"])
            row.number = held.taken
        fill(row, content, actor)
        row.version += 1 if row.pk else 0
        row.save()
        row.criteria.all().delete()
        Criterion.objects.bulk_create(lines_of(row, content))
    return row


def fill(row: Question, content: Content, actor: User) -> None:
    """Write a content into a row, which then waits to be approved; saves nothing."""
    for name in ("kind", "difficulty", "text", "answer", "explanation", "minutes"):
        setattr(row, name, getattr(content, name))
    row.point_id = content.point
    row.options = json.dumps(content.options, ensure_ascii=False)
    row.status = QuestionStatus.DRAFT
    row.written_by, row.written_at = actor, clock.now()
    row.approved_by = row.approved_at = None


def lines_of(row: Question, content: Content) -> list[Criterion]:
    """The marking sheet of a saved row; saves nothing."""
    return [
        Criterion(question=row, order=order, text=text, marks=marks)
        for order, (text, marks) in enumerate(content.criteria, 1)
    ]


def same_text(bank: Bank, kind: str, text: str, but: int | None = None) -> Question | None:
    """The question of the bank, not retired, that has this text."""
    hashed = text_hash("question", text)
    rows = bank.questions.filter(kind=kind, fingerprint=hashed)
    return rows.exclude(status=QuestionStatus.RETIRED).exclude(pk=but).first()


def refuse_same(bank: Bank, kind: str, text: str, but: int | None = None) -> None:
    """Raises ValidationError where the bank has a question of this text already."""
    if same := same_text(bank, kind, text, but):
        raise ValidationError({"text": SAME.format(same.number)})


def approve(bank: Bank, seen: Mapping[int, int], *, actor: User) -> Outcome:
    """Put questions (key: version seen) into use; one that is in use already is no error. Those
    that the actor wrote, and those changed meanwhile, are left with the reason."""
    outcome = Outcome()
    with opened(bank, actor) as held:
        for row in _chosen(held, seen):
            if row.status == QuestionStatus.IN_USE and row.version == seen[row.pk] + 1:
                continue
            if reason := _unapprovable(row, seen[row.pk], actor):
                outcome.left.append((row.number, reason))
                continue
            row.status, row.approved_by, row.approved_at = (
                QuestionStatus.IN_USE,
                actor,
                clock.now(),
            )
            _move(row, outcome)
    return outcome


def retire(bank: Bank, seen: Mapping[int, int], *, actor: User) -> Outcome:
    """Take questions out of use; papers already drawn keep them. As `approve`."""
    outcome = Outcome()
    with opened(bank, actor) as held:
        for row in _chosen(held, seen):
            if row.status == QuestionStatus.RETIRED:
                continue
            if row.version != seen[row.pk]:
                outcome.left.append((row.number, MOVED))
                continue
            row.status = QuestionStatus.RETIRED
            _move(row, outcome)
    return outcome


def restore(bank: Bank, pk: int, *, actor: User) -> None:
    """Let a retired question wait for approval again; one that is not retired is no error. Raises
    ValidationError where its text has been entered anew."""
    with opened(bank, actor) as held:
        row = held.questions.select_for_update().get(pk=pk)
        if row.status != QuestionStatus.RETIRED:
            return
        refuse_same(held, row.kind, row.text, row.pk)
        row.status, row.approved_by, row.approved_at = QuestionStatus.DRAFT, None, None
        _move(row, Outcome())


def _refuse(bank: Bank, content: Content) -> None:
    if not bank.points.filter(pk=content.point).exists():
        raise ValidationError({"point": NO_POINT})
    if found := faults(content):
        by_field: dict[str, list[str]] = {}
        for name, problem, remedy in found:
            by_field.setdefault(name, []).append(f"{problem}。{remedy}。")
        raise ValidationError(by_field)


def _present(bank: Bank, pk: int, version: int) -> Question:
    row = bank.questions.prefetch_related("criteria").get(pk=pk)
    if row.version != version:
        raise StaleError(STALE)
    if row.status == QuestionStatus.RETIRED:
        raise ValidationError(RETIRED)
    return row


def _chosen(bank: Bank, seen: Iterable[int]) -> list[Question]:
    rows = bank.questions.filter(pk__in=list(seen)).order_by("number")
    return list(rows.defer("text", "options", "answer", "explanation"))


def _unapprovable(row: Question, version: int, actor: User) -> str:
    if row.version != version:
        return MOVED
    if row.status != QuestionStatus.DRAFT:
        return f"现在是“{row.get_status_display()}”，不需要审定"
    return OWN if row.written_by_id == actor.pk else ""


def _move(row: Question, outcome: Outcome) -> None:
    row.version += 1
    row.save(update_fields=["status", "approved_by", "approved_at", "version"])
    outcome.done += 1
