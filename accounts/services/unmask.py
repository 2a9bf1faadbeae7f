"""Showing protected data, on record.

An app says once, when it is ready, which of its records may be shown in full to whom:

    unmask.register(unmask.Guarded(
        model=Candidate, fields={"id_number": "证件号码"},
        visible=selectors.candidates_visible_to, may=rules.handles_candidate))
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.models import Organisation, Unmasking, User
from config import clock

SHORTEST_REASON = 4


@dataclass(frozen=True)
class Guarded:
    """A model with protected fields (name → what readers call it). `visible(user)`: which rows
    exist for a person; `may(user, row)`: whether he may see them in full; `named(row)`: what the
    page and the record call the row, nothing that is itself protected."""

    model: type[Model]
    fields: dict[str, str]
    visible: Callable[[User], QuerySet]
    may: Callable[[User, Model], bool]
    named: Callable[[Model], object] = attrgetter("pk")

    def title(self, row: Model) -> str:
        return f"{self.model._meta.verbose_name} {self.named(row)}"


_guarded: dict[str, Guarded] = {}


def register(guarded: Guarded) -> None:
    """Make a model's protected fields known."""
    _guarded[guarded.model._meta.label_lower] = guarded


def find(label: str) -> Guarded | None:
    """What was registered for `app.model`."""
    return _guarded.get(label)


def unmask(
    record: Model, field: str, *, actor: User, organisation: Organisation | None, reason: str
) -> str:
    """The full value, after the look was recorded: who, which, when, why.

    Who may: as registered. Raises PermissionDenied, ValidationError (no reason given).
    """
    guarded = _guarded[record._meta.label_lower]
    if organisation is None or field not in guarded.fields or not guarded.may(actor, record):
        raise PermissionDenied
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ValidationError({"reason": "请写明查看事由，例如“核对报名信息”。"})
    with transaction.atomic():
        Unmasking.objects.create(
            user=actor,
            organisation=organisation,
            at=clock.now(),
            record=f"{record._meta.label_lower}:{record.pk}",
            field=field,
            label=f"{guarded.title(record)} 的{guarded.fields[field]}",
            reason=reason,
        )
    return getattr(record, field)
