"""The rows of an application: kept and removed while their section is open.

Who may: managers and clerks of the applicant. The case is locked, so that a row never changes
while the application is being frozen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts.models import User
from casework.services import door
from catalogue.selectors import national_ladders
from filing.models import Filing, OwnLevel, Person, ScopeItem
from filing.rows import people_sheet
from filing.rows.forms import PAST, RowForm
from filing.rows.people import PersonForm
from filing.selectors import in_force
from filing.services.answering import refuse_unless_open

GONE = "这一行已被移去，没有保存。请返回列表查看。"


@contextmanager
def opened(filing: Filing, section: str, actor: User) -> Iterator[Filing]:
    """The locked filing, in a transaction. Raises ForbiddenError, NotNowError where the section is
    closed."""
    with transaction.atomic():
        locked = door.lock([filing.pk])[0]
        refuse_unless_open(locked, section, actor)
        yield locked


def keep(form: RowForm, section: str, *, actor: User) -> Model:
    """Save the row of a valid form.

    Raises ValidationError where the row was changed or removed meanwhile, breaks a constraint, or
    is one too many; NotNowError where the section is closed. Nothing is written then.
    """
    with opened(form.filing, section, actor) as locked:
        _refuse_past(form)
        _refuse_too_many(form)
        if isinstance(form.instance, ScopeItem):
            _refuse_beyond_limit(locked, form.instance)
        form.instance.validate_constraints()
        row = form.save()
        if isinstance(row, OwnLevel):
            _put_in_order(row)
        return row


def _refuse_past(form: RowForm) -> None:
    row = form.instance
    if row.pk is None:
        return
    present = type(row).objects.filter(pk=row.pk).first()
    if present is None:
        raise ValidationError(GONE)
    if form.is_past(present):
        raise ValidationError(PAST)


def _refuse_too_many(form: RowForm) -> None:
    row = form.instance
    if row.pk is None:
        there = type(row).objects.filter(filing=form.filing).count()
        refuse_more(row._meta.verbose_name, there, 1, form.most)


def refuse_more(noun: str, there: int, new: int, most: int) -> None:
    """Raises ValidationError where `new` rows beside those that are `there` are more than an
    application may have: our own bound, far beyond what anybody needs."""
    if new and there + new > most:
        raise ValidationError(
            f"“{noun}”一件申请最多填写 {most} 条，已有 {there} 条。请先移去不需要的，再添加。"
        )


def _refuse_beyond_limit(filing: Filing, item: ScopeItem) -> None:
    """A row beyond the number that the regulation allows is not taken in at all (SD-03)."""
    limit = filing.regulation.limits.occupations
    if limit is None or not limit.binding or item.pk is not None:
        return
    wanted = set(filing.scope.values_list("occupation_id", "work_type"))
    wanted |= in_force.beside(filing)
    if len(wanted | {(item.occupation_id, item.work_type)}) > limit.value:
        raise ValidationError(
            f"每个评价机构不超过 {limit.value} 个职业（工种）（{limit.cite}），"
            f"已有 {len(wanted)} 个。先移去一个，再添加。"
        )


def _put_in_order(row: OwnLevel) -> None:
    """The rung takes the place it names; the others keep their order around it."""
    others = list(row.filing.own_levels.exclude(pk=row.pk))
    others.insert(min(row.ordinal, len(others) + 1) - 1, row)
    _number(others)


def _number(rungs: list[OwnLevel]) -> None:
    for ordinal, rung in enumerate(rungs, start=1):
        rung.ordinal = ordinal
    OwnLevel.objects.bulk_update(rungs, ["ordinal"])


def remove(filing: Filing, row: Model, section: str, *, actor: User) -> None:
    """Take a row out; with the last row of an occupation goes what held the applicant to it.

    A row that is gone already is no error. Raises NotNowError where the section is closed.
    """
    with opened(filing, section, actor) as locked:
        type(row).objects.filter(pk=row.pk, filing=locked).delete()
        if isinstance(row, ScopeItem):
            left = locked.scope.values("occupation")
            locked.standings.exclude(occupation__in=left).delete()
        if isinstance(row, OwnLevel):
            _number(list(locked.own_levels.all()))


def take_reference_ladder(filing: Filing, section: str, *, actor: User) -> int:
    """Fill in the national eight steps as far as the regulation lets them be set, where there are
    no own levels yet (LC-05, JS-05). Answers how many. Raises ValidationError, NotNowError."""
    with opened(filing, section, actor) as locked:
        if locked.own_levels.exists():
            raise ValidationError("已经填写了自设等级。需要重新填入的，请先移去现有的等级。")
        ladder = national_ladders().first()
        if ladder is None:
            raise ValidationError("本平台还没有录入国家等级参考，请逐级填写。")
        allowed = _allowed_by(locked)
        rungs = [
            OwnLevel(
                filing=locked,
                ordinal=ordinal,
                name=step.name,
                relation=step.relation,
                level=step.level,
            )
            for ordinal, step in enumerate(filter(allowed, ladder.levels.all()), start=1)
        ]
        return len(OwnLevel.objects.bulk_create(rungs))


def _allowed_by(filing: Filing) -> Callable:
    rule = filing.regulation.limits.ladder
    closed = {"below": not rule.apprentice, "above": not rule.above_first}
    return lambda step: not closed.get(step.relation)


def take_people(filing: Filing, sealed: str, *, actor: User) -> int:
    """Keep the people of a previewed spreadsheet, all or none: who is in the list is brought up to
    date, others are added, nobody is removed; so the same preview taken twice changes nothing.

    Answers how many. Raises ValidationError where the list has changed so that a row no longer
    fits, or would be too long, NotNowError where the section is closed.
    """
    with opened(filing, "people", actor) as locked:
        taken = people_sheet.forms(people_sheet.unseal(sealed, locked), locked)
        wrong = [form for form in taken if not form.is_valid()]
        if wrong:
            raise ValidationError("名单在您预览之后已有改动，没有写入。请重新上传文件。")
        new = sum(form.instance.pk is None for form in taken)
        refuse_more(Person._meta.verbose_name, locked.people.count(), new, PersonForm.most)
        for form in taken:
            form.save()
        return len(taken)
