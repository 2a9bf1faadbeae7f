"""An enterprise's own 评价规范 as a basis, once it was approved (JS-02, SD-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.enums import Level, StandardKind
from catalogue.models import ConditionSet, Occupation, Standard, StandardLevel, Subject
from catalogue.selectors import default_condition_set
from catalogue.services.locking import BusyError, lock_tables
from catalogue.services.tables import usual_subjects

FIXTURES = settings.BASE_DIR / "fixtures" / "catalogue"


@dataclass(frozen=True)
class Edition:
    """One version of an enterprise's own standard."""

    occupation: Occupation
    owner_code: str
    version: str
    levels: tuple[Level, ...]
    source: str


@transaction.atomic
def enter(edition: Edition, *, day: date, user, reason: str) -> Standard:
    """Put an approved standard into the catalogue, in use from `day`; the owner's version before it
    ends on that day. Subjects and entry conditions are the usual ones, to be checked.

    The act that approves has asked who may. Raises ValidationError for a version that is there, a
    second one on the same day, or a catalogue without default conditions; `reason` and `user` stay
    with the history.
    """
    try:
        lock_tables(Standard, StandardLevel, Subject)
    except BusyError as error:
        raise ValidationError(str(error)) from error
    of_owner = Standard.objects.filter(
        occupation=edition.occupation,
        kind=StandardKind.ENTERPRISE,
        owner_code=edition.owner_code,
    )
    if of_owner.filter(version=edition.version).exists():
        raise ValidationError(f"“{edition.version}”版已经备案，请退回，由申请单位改写版本。")
    for earlier in of_owner.filter(effective_until=None):
        if earlier.effective_from and earlier.effective_from >= day:
            raise ValidationError("这个职业今天已经备案过一个版本，请明天再办理。")
        earlier.effective_until = day
        _save(earlier, user, reason)
    standard = Standard(
        code=f"enterprise-{edition.occupation.code}-{edition.owner_code}-{of_owner.count() + 1}",
        occupation=edition.occupation,
        kind=StandardKind.ENTERPRISE,
        owner_code=edition.owner_code,
        version=edition.version,
        effective_from=day,
        condition_set=_conditions(),
        checked=False,
        source=edition.source,
    )
    standard.full_clean(exclude=["occupation", "condition_set"])
    _save(standard, user, reason)
    _add_levels(standard, edition.levels, user, reason)
    return standard


def _conditions() -> ConditionSet:
    found = default_condition_set()
    if found is None:
        raise ValidationError("职业目录还没有默认的申报条件，请管理员先设置。")
    return found


def _add_levels(standard: Standard, levels: Iterable[Level], user, reason: str) -> None:
    usual = usual_subjects(FIXTURES)
    for level in levels:
        row = StandardLevel(standard=standard, level=level)
        _save(row, user, reason)
        for subject in usual:
            values = dict(subject)
            if level in values.pop("levels", []):
                _save(Subject(standard_level=row, **values), user, reason)


def _save(row, user, reason: str) -> None:
    row._history_user, row._change_reason = user, reason
    row.save()
