"""Question banks: opened for what the agency may assess, with their knowledge points.

Whatever writes to a bank holds its row, so that numbers are given once and two who enter the same
at once are told of each other.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.selectors import holds
from casework.services.door import ForbiddenError, StaleError
from filing.models import Agency
from filing.rows.forms import PAST, digest
from papers.models import Bank, KnowledgePoint
from papers.selectors.banks import keeps, without_bank
from papers.selectors.rights import DRAWERS

REFUSED = "只有本机构的命题人员和管理员可以使用题库。"
OUT_OF_SCOPE = "这个职业（工种）的这个等级不在本机构今天的评价范围内，或者已有题库。请重新选择。"
USED = "知识点“{}”下已有试题，不能删除。不再组卷的，把比重改为 0。"
MOST_POINTS = 500
TOO_MANY = f"一个题库最多 {MOST_POINTS} 个知识点。"


@contextmanager
def opened(bank: Bank, actor: User) -> Iterator[Bank]:
    """The bank, held until the transaction ends. Raises ForbiddenError for whoever may not."""
    with transaction.atomic():
        held = Bank.objects.select_for_update(of=("self",)).select_related("agency").get(pk=bank.pk)
        if not keeps(actor, held):
            raise ForbiddenError(REFUSED)
        yield held


def open_bank(agency: Agency, key: str, source: str, *, actor: User) -> Bank:
    """A bank for what `Place.key` names. Writers and managers of the agency. Raises ForbiddenError;
    ValidationError outside of the scope and where there is one."""
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
        if not holds(actor, agency.organisation_id, *DRAWERS):
            raise ForbiddenError(REFUSED)
        place = next((each for each in without_bank(agency) if each.key == key), None)
        if place is None:
            raise ValidationError({"place": OUT_OF_SCOPE})
        return Bank.objects.create(
            agency=agency,
            occupation=place.occupation,
            work_type=place.work_type,
            level=place.level,
            source=source,
        )


def name_source(bank: Bank, source: str, *, actor: User) -> None:
    """Say where a bank comes from. Who may: as `opened`."""
    with opened(bank, actor) as held:
        held.source = source
        held.save(update_fields=["source"])


def keep_point(point: KnowledgePoint, *, actor: User, seen: str = "") -> KnowledgePoint:
    """Save a knowledge point, new or changed; `seen` is the `digest` of what the page showed. Who
    may: as `opened`. Raises StaleError where a colleague changed or removed it meanwhile;
    ValidationError for a code that is there, and beyond `MOST_POINTS`."""
    with opened(point.bank, actor) as held:
        if point.pk:
            present = held.points.filter(pk=point.pk).first()
            if present is None or digest(present) != seen:
                raise StaleError(PAST)
        if point.pk is None and held.points.count() >= MOST_POINTS:
            raise ValidationError(TOO_MANY)
        point.validate_constraints()
        point.save()
    return point


def remove_point(bank: Bank, pk: int, *, actor: User) -> None:
    """Take out a point that no question names; one that is gone is no error. Who may: as
    `opened`. Raises ValidationError where it is used."""
    with opened(bank, actor) as held:
        point = held.points.filter(pk=pk).first()
        if point and point.questions.exists():
            raise ValidationError(USED.format(point))
        if point:
            point.delete()


@dataclass(frozen=True)
class Taken:
    """What an import of points came to."""

    added: int
    changed: int
    unchanged: int


def take_points(bank: Bank, rows: Iterable[tuple[str, str, int]], *, actor: User) -> Taken:
    """Enter points (code, name, weight): a code that is there is changed, others are left alone.
    Who may: as `opened`. Raises ValidationError beyond `MOST_POINTS`."""
    rows = list(rows)
    with opened(bank, actor) as held:
        there = {point.code: point for point in held.points.all()}
        fresh = [
            KnowledgePoint(bank=held, code=code, name=name, weight=weight)
            for code, name, weight in rows
            if code not in there
        ]
        if len(there) + len(fresh) > MOST_POINTS:
            raise ValidationError(TOO_MANY)
        changed = []
        for code, name, weight in rows:
            point = there.get(code)
            if point and (point.name, point.weight) != (name, weight):
                point.name, point.weight = name, weight
                changed.append(point)
        KnowledgePoint.objects.bulk_create(fresh)
        KnowledgePoint.objects.bulk_update(changed, ["name", "weight"])
    return Taken(len(fresh), len(changed), len(rows) - len(fresh) - len(changed))
