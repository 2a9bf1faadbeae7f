"""What may be there once only, known for a whole table instead of asked row by row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, Q, UniqueConstraint


@dataclass
class _Rule:
    """Values of `names` that no two rows share among those that have the values of `condition`."""

    names: tuple[str, ...]
    message: str
    attribute: str = NON_FIELD_ERRORS
    condition: dict[str, Any] = field(default_factory=dict)
    holders: dict[tuple, Any] = field(default_factory=dict)
    keys: dict[Any, tuple] = field(default_factory=dict)

    def key(self, row: Model) -> tuple | None:
        if any(getattr(row, name) != value for name, value in self.condition.items()):
            return None
        values = tuple(getattr(row, name) for name in self.names)
        return None if None in values else values

    def note(self, row: Model) -> None:
        before = self.keys.pop(row.pk, None)
        if self.holders.get(before) == row.pk:
            del self.holders[before]
        if (key := self.key(row)) is not None:
            self.holders[key], self.keys[row.pk] = row.pk, key


class Uniqueness:
    """The rules of uniqueness of a model against all its rows and those that a file adds."""

    def __init__(self, model: type[Model], rows: Iterable[Model]):
        self.rules = [*_of_fields(model), *_of_constraints(model)]
        for row in rows:
            self.note(row)

    def note(self, row: Model) -> None:
        """A row as it is now."""
        for rule in self.rules:
            rule.note(row)

    def clashes(self, row: Model) -> Iterator[tuple[str, ValidationError]]:
        """The rules that a row breaks, by attribute."""
        for rule in self.rules:
            key = rule.key(row)
            if key is not None and rule.holders.get(key, row.pk) != row.pk:
                yield rule.attribute, ValidationError(rule.message, code="unique")


def _of_fields(model: type[Model]) -> Iterator[_Rule]:
    for each in model._meta.concrete_fields:
        if each.unique and not each.primary_key:
            yield _Rule((each.attname,), str(each.error_messages["unique"]), each.name)


def _of_constraints(model: type[Model]) -> Iterator[_Rule]:
    for each in model._meta.constraints:
        if isinstance(each, UniqueConstraint):
            names = tuple(model._meta.get_field(name).attname for name in each.fields)
            condition = _plain(each.condition) if each.condition else {}
            yield _Rule(names, str(each.get_violation_error_message()), condition=condition)


def _plain(condition: Q) -> dict[str, Any]:
    """A condition of the form `a=1 AND b=2`, the only one that is read here."""
    pairs = dict(condition.children)
    if condition.negated or condition.connector != Q.AND or any("__" in name for name in pairs):
        raise TypeError(f"{condition} 不能在内存中判断。")
    return pairs
