"""Drawing papers: one lot gives the order, both forms are taken from it (HB-04)."""

import json

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan, PlanItem, PlanSubject
from casework.models import Lot
from casework.services import door, lots, numbering
from casework.services.door import ForbiddenError, NotNowError
from catalogue.enums import SubjectKind
from config import clock
from papers.drawing import Candidate, ShortageError, compose
from papers.enums import PaperStatus
from papers.models import Blueprint, Paper
from papers.selectors import rights
from papers.selectors.papers import FORMS, LIVE
from papers.services import blueprints, contents
from papers.services.pools import Pool, sections_of

REFUSED = "只有评价机构的管理员和命题人员可以组卷。"
NOT_NOW = "计划备案以后、考试完成之前才能组卷。"
THERE = "A、B 卷都已组成。需要重组的，请先作废。"
RETIRED = "这个组卷方案不适用于这个职业等级的科目，或者已经停用，请另选一个。"
OFF_MARK = "方案的满分是 {given} 分，计划中这个科目的满分是 {wanted} 分，请选用满分相同的方案。"
EMPTY = "题库中没有可用的试题和知识点，请先录入并审定试题。"


def draw(
    plan: Plan, item: PlanItem, subject: str, blueprint: Blueprint, *, actor: User, token=None
) -> list[Paper]:
    """Draw the forms that an item's subject still lacks; the same form sent twice draws once.

    Who may: `rights.draws`. Raises ForbiddenError, NotNowError; ValidationError where both forms
    are there, the blueprint does not fit, or questions are lacking (named).
    """
    made: list[Paper] = []

    def change(locked: Plan) -> dict:
        made.extend(_draw(locked, item, SubjectKind(subject), blueprint, actor))
        return {"papers": [paper.number for paper in made], "lot": made[0].lot_id}

    recorded(plan, "draw_paper", actor, change, token=token)
    return made


def recorded(plan: Plan, act: str, actor: User, change, *, note: str = "", token=None):
    """Do something with papers under the lock of their plan, on its timeline. Raises
    ForbiddenError, NotNowError where `actor` may not prepare papers (now)."""

    def asked(locked: Plan) -> dict:
        if not rights.prepares(actor, locked):
            raise ForbiddenError(REFUSED)
        if locked.state not in rights.DRAWING:
            raise NotNowError(NOT_NOW)
        return change(locked)

    return door.record(
        plan, act, actor=actor, may=lambda *_: True, change=asked, note=note, token=token
    )


def _draw(
    plan: Plan, item: PlanItem, subject: SubjectKind, blueprint: Blueprint, actor: User
) -> list[Paper]:
    present = list(Paper.objects.filter(item=item, subject=subject, status__in=LIVE))
    lacking = [form for form in FORMS if form not in {each.form for each in present}]
    if not lacking:
        raise ValidationError(THERE)
    _check(plan, item, subject, blueprint)
    sections = sections_of(blueprint)
    pool = Pool.of(blueprint.bank, sections)
    if not pool.weights:
        raise ValidationError(EMPTY)
    if not pool.candidates:  # nothing for a lot to draw from
        raise ValidationError(blueprints.lacking(blueprint.bank, sections))
    lot, order = _lot(plan, item, subject, pool, actor)
    earlier = _earlier(blueprint)
    known = set().union(*(contents.as_set(each.questions) for each in present))
    made = []
    for form in lacking:
        try:
            chosen = _chosen(order, known, sections, pool, earlier)
        except ShortageError as short:
            raise ValidationError(pool.words(short)) from short
        numbers = [each.id for each in chosen]
        known |= set(numbers)
        earlier.add(frozenset(numbers))
        paper = _paper(plan, item, subject, form, blueprint, lot, actor)
        contents.write(paper, contents.compiled(item, blueprint, sections, form, numbers))
        paper.save(force_insert=True)
        made.append(paper)
    return made


def _chosen(order, known: set[int], sections, pool: Pool, earlier) -> list[Candidate]:
    """From what the other form does not hold; where that is not enough, from the rest too."""
    fresh = [each for each in order if each.id not in known]
    try:
        return compose(fresh, sections, pool.weights, avoid=earlier)
    except ShortageError:
        rest = [each for each in order if each.id in known]
        return compose([*fresh, *rest], sections, pool.weights, avoid=earlier)


def _check(plan: Plan, item: PlanItem, subject: SubjectKind, blueprint: Blueprint) -> None:
    if not rights.blueprints_for(plan, item, subject).filter(pk=blueprint.pk).exists():
        raise ValidationError(RETIRED)
    wanted = PlanSubject.objects.get(item=item, kind=subject)
    if wanted.waived:
        raise ValidationError("这个科目免考，不用组卷。")
    if blueprint.full_mark != wanted.full_mark:
        raise ValidationError(OFF_MARK.format(given=blueprint.full_mark, wanted=wanted.full_mark))


def _lot(
    plan: Plan, item: PlanItem, subject: SubjectKind, pool: Pool, actor: User
) -> tuple[Lot, list[Candidate]]:
    """A lot of all questions, by number: what it draws is their order."""
    lot = lots.fix(
        purpose=f"{plan.number} {item}{subject.label}组卷"[:200],
        population=[lots.Ticket(str(each.id), f"第{each.id}题") for each in pool.candidates],
        count=len(pool.candidates),
        actor=actor,
        case=None,
    )
    drawn = json.loads(lots.draw(lot, actor=actor).drawn)
    by_number = {str(each.id): each for each in pool.candidates}
    return lot, [by_number[number] for number in drawn]


def _earlier(blueprint: Blueprint) -> set[frozenset[int]]:
    """All that was ever drawn from the bank for the subject, spoiled papers too."""
    rows = Paper.objects.filter(blueprint__bank=blueprint.bank_id, subject=blueprint.subject)
    return {contents.as_set(questions) for questions in rows.values_list("questions", flat=True)}


def _paper(plan, item, subject, form, blueprint, lot, actor) -> Paper:
    running = numbering.take(f"paper/{plan.number}")
    return Paper(
        plan=plan,
        item=item,
        subject=subject,
        form=form,
        number=f"{plan.number}-SJ{running:03}{form}",
        blueprint=blueprint,
        lot=lot,
        status=PaperStatus.DRAWN,
        drawn_by=actor,
        drawn_at=clock.now(),
    )
