"""Entry conditions of a standard's own."""

from django.db import transaction

from catalogue.models import ConditionSet, EntryCondition, Standard
from catalogue.services.locking import lock_tables


@transaction.atomic
def give_own_conditions(standard: Standard, *, user) -> ConditionSet | None:
    """Copy the entry conditions that `standard` shares with others into a set of its own, with
    their history; None where no other standard uses them and they are no default.

    For those who may change standards and conditions. Raises BusyError while others write.
    """
    lock_tables(ConditionSet, EntryCondition, Standard)
    standard.refresh_from_db()
    shared = standard.condition_set
    if not (shared.is_default or shared.standards.exclude(pk=standard.pk).exists()):
        return None
    earlier = ConditionSet.objects.filter(code__startswith=f"own-{standard.pk}-").count()
    own = ConditionSet(
        code=f"own-{standard.pk}-{earlier + 1}",
        name=f"{standard}申报条件"[:100],
        source=shared.source,
    )
    _save(own, user)
    for condition in shared.conditions.all():
        condition.pk, condition.condition_set = None, own
        condition._state.adding = True
        _save(condition, user)
    standard.condition_set = own
    _save(standard, user)
    return own


def _save(row, user) -> None:
    row._history_user, row._change_reason = user, "复制为标准专用的申报条件"
    row.save()
