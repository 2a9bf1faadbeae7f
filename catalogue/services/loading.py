"""Bring the reference tables to what `fixtures/catalogue/` says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from catalogue.models import Division
from catalogue.models.searchable import Searchable
from catalogue.services.locking import BusyError, lock_tables
from catalogue.services.tables import CatalogueError, Link, Row, Table, tables

REASON = "随系统目录加载"
BATCH = 500


@dataclass
class Tally:
    """What became of the rows of one kind."""

    label: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.label,
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


def load(folder: Path, *, overwrite: bool = False) -> list[Tally]:
    """Load every file of `folder`: all of it or, if anything is wrong, nothing.

    Run twice, the second run changes nothing. Rows that somebody changed by hand since they were
    last loaded stay as they are unless `overwrite`; rows missing from the files are not deleted.
    Changes are kept in the history. Raises CatalogueError naming file, row and reason.
    """
    tallies: dict[type[Model], Tally] = {}
    wanted = list(tables(folder))
    try:
        with transaction.atomic():
            lock_tables(*{table.model for table in wanted})
            for table in wanted:
                tally = _write(table, overwrite=overwrite)
                known = tallies.get(table.model)
                tallies[table.model] = known + tally if known else tally
    except BusyError as error:
        raise CatalogueError([str(error)]) from error
    except IntegrityError as error:
        raise CatalogueError([f"数据库拒绝写入：{error}"]) from error
    return list(tallies.values())


def _write(table: Table, *, overwrite: bool) -> Tally:
    instances = _wanted(table)
    existing = {_key(table, row): row for row in table.model._default_manager.all()}
    created, changed, unchanged = [], [], 0
    for row, instance in instances:
        before = existing.get(_key(table, instance))
        if before is None:
            created.append((row, instance))
        elif _take_over(before, row.values, instance):
            changed.append((row, before))
        else:
            unchanged += 1
    _refuse_invalid(created + changed)
    by_hand = set() if overwrite else _changed_by_hand(table.model, [i for _, i in changed])
    updates = [instance for _, instance in changed if instance.pk not in by_hand]
    bulk_create_with_history(
        [instance for _, instance in created],
        table.model,
        batch_size=BATCH,
        default_change_reason=REASON,
    )
    if updates:
        fields = [f.name for f in table.model._meta.concrete_fields if not f.primary_key]
        bulk_update_with_history(
            updates, table.model, fields, batch_size=BATCH, default_change_reason=REASON
        )
    return Tally(
        str(table.model._meta.verbose_name), len(created), len(updates), unchanged, len(by_hand)
    )


def _wanted(table: Table) -> list[tuple[Row, Model]]:
    """The rows as instances not yet saved. Raises CatalogueError for all that cannot be."""
    targets = {name: _targets(link) for name, link in table.links.items()}
    problems: list[str] = []
    seen: dict[tuple, str] = {}
    instances = []
    for row in table.rows:
        try:
            instance = _instance(table, row, targets)
        except (LookupError, TypeError) as error:
            problems.append(f"{row.where}：{error.args[0]}")
            continue
        key = _key(table, instance)
        if key in seen:
            problems.append(f"{row.where}：与{seen[key]}重复。")
        seen[key] = row.where
        instances.append((row, instance))
    if problems:
        raise CatalogueError(problems)
    return instances


def _targets(link: Link) -> dict[Any, Model]:
    related = [f.name for f in link.model._meta.concrete_fields if isinstance(f, ForeignKey)]
    rows = link.model._default_manager.select_related(*related)
    return {link.natural(row): row for row in rows}


def _instance(table: Table, row: Row, targets: dict[str, dict[Any, Model]]) -> Model:
    values = dict(row.values)
    for name, known in targets.items():
        natural = values.get(name)
        if natural and natural not in known:
            label = table.links[name].model._meta.verbose_name
            raise LookupError(f"找不到{label} {natural}。")
        values[name] = known[natural] if natural else None
    instance = table.model(**values)
    if isinstance(instance, Searchable):
        instance.respell()
    if isinstance(instance, Division):
        instance.rename()
    return instance


def _key(table: Table, instance: Model) -> tuple:
    return tuple(getattr(instance, name) for name in table.key)


def _take_over(before: Model, values: dict[str, Any], wanted: Model) -> bool:
    """Give `before` the values that the file has for it; whether anything changed."""
    names = {
        *values,
        *(name for name in ("pinyin", "initials", "full_name") if hasattr(before, name)),
    }
    attributes = [before._meta.get_field(name).attname for name in names]
    changes = {
        name: getattr(wanted, name)
        for name in attributes
        if getattr(before, name) != getattr(wanted, name)
    }
    for name, value in changes.items():
        setattr(before, name, value)
    return bool(changes)


def _refuse_invalid(rows: list[tuple[Row, Model]]) -> None:
    problems = []
    for row, instance in rows:
        links = [f.name for f in instance._meta.concrete_fields if isinstance(f, ForeignKey)]
        try:
            instance.clean_fields(exclude=links)
            instance.clean()
        except ValidationError as error:
            problems.append(f"{row.where}：{'；'.join(error.messages)}")
    if problems:
        raise CatalogueError(problems)


def _changed_by_hand(model: type[Model], instances: list[Model]) -> set[int]:
    """Which of them were last changed by somebody and not by loading."""
    last: dict[int, str | None] = {}
    records = model.history.filter(id__in=[i.pk for i in instances]).order_by("history_id")
    for pk, reason in records.values_list("id", "history_change_reason"):
        last[pk] = reason
    return {pk for pk, reason in last.items() if reason != REASON}
