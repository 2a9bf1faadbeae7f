"""Blueprints (组卷方案): made, tried on the bank, taken out of use."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from catalogue.enums import SubjectKind
from config import clock
from papers.drawing import Section, ShortageError, compose
from papers.enums import QuestionKind
from papers.models import Bank, Blueprint
from papers.services.contents import marks_text
from papers.services.pools import Pool

KINDS = {
    SubjectKind.THEORY: (
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.JUDGEMENT,
        QuestionKind.SHORT,
    ),
    SubjectKind.PRACTICE: (QuestionKind.TASK, QuestionKind.SHORT),
    SubjectKind.REVIEW: (QuestionKind.TASK, QuestionKind.SHORT),
}
EMPTY = "请至少填写一种题型的题数。"
OFF = "各题型合计 {total} 分，满分是 {full} 分，请调整题数或每题分值，使两者相等。"
FOREIGN = "{subject}不用{kind}，请删去这一行的题数。"


def total_of(sections: Sequence[Section]) -> Decimal:
    """What the sections come to."""
    return sum((section.total for section in sections), Decimal(0))


def wrong_with(sections: Sequence[Section], subject: str, full_mark: int) -> list[str]:
    """Why such a blueprint is none; empty where it is in order."""
    if not sections:
        return [EMPTY]
    allowed = KINDS[SubjectKind(subject)]
    found = [
        FOREIGN.format(subject=SubjectKind(subject).label, kind=QuestionKind(section.kind).label)
        for section in sections
        if section.kind not in allowed
    ]
    if (total := total_of(sections)) != full_mark:
        found.append(OFF.format(total=marks_text(total), full=full_mark))
    return found


def lacking(bank: Bank, sections: Sequence[Section]) -> list[str]:
    """What the bank lacks today for such a paper, in words; empty where one can be drawn."""
    pool = Pool.of(bank, sections)
    if not pool.weights:
        return ["题库还没有知识点，请先录入知识点和试题。"]
    try:
        compose(pool.candidates, sections, pool.weights)
    except ShortageError as short:
        return pool.words(short)
    return []


def add(blueprint: Blueprint, sections: Sequence[Section], *, actor: User) -> Blueprint:
    """Save a new blueprint. Who may: writers and managers of the agency; the views ask. Raises
    ValidationError where it does not come to its full mark, or the name is taken."""
    if wrong := wrong_with(sections, blueprint.subject, blueprint.full_mark):
        raise ValidationError(wrong)
    with transaction.atomic():
        Bank.objects.select_for_update(of=("self",)).get(pk=blueprint.bank_id)
        blueprint.sections = [
            {
                "kind": section.kind,
                "count": section.count,
                "marks": marks_text(section.marks),
                "difficulty": dict(section.difficulty),
            }
            for section in sections
        ]
        blueprint.made_by, blueprint.made_at = actor, clock.now()
        blueprint.validate_constraints()
        blueprint.save()
    return blueprint


def retire(blueprint: Blueprint) -> None:
    """Take a blueprint out of use; papers keep it, and once more is no harm. Who may: as `add`."""
    Blueprint.objects.filter(pk=blueprint.pk, retired_at=None).update(retired_at=clock.now())
