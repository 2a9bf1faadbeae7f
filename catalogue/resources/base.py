"""Sheets into tables by django-import-export: all problems of all rows at once, in Chinese."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, OperationalError, models, transaction
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult
from tablib import Dataset

from catalogue.resources.cells import CellError, Reference, Words
from catalogue.resources.outcome import Change, ChangedRow, Outcome
from catalogue.resources.uniqueness import Uniqueness
from printing.sheets import CellFault, Sheet

logger = logging.getLogger(__name__)

WHOLE_ROW = "整行"
WHOLE_TABLE = "整表"
REMEDIES = {
    "required": "请填写",
    "blank": "请填写",
    "null": "请填写",
    "unique": "改用没有用过的，或删去这一行",
    "max_length": "请缩短",
    "invalid": "按格式填写；被 Excel 改成日期的，先把这一列设为“文本”",
}
DEFAULT_REMEDY = "按提示改正"
REFUSED = ("这一行无法保存", "核对各格；仍不行请联系系统管理员")


class _RowError(Exception):
    """The database did not take a row; nothing after it is tried."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


class Column(Field):
    """A column of the sheet. `needed`: the file must have it. `readonly`: it only completes the
    key of another column."""

    def __init__(
        self,
        name: str,
        attribute: str,
        cells: Any = None,
        *,
        needed: bool = False,
        readonly: bool = False,
    ):
        super().__init__(
            attribute=attribute, column_name=name, widget=cells or Words(), readonly=readonly
        )
        self.needed = needed

    def identity(self, value: Any) -> Any:
        """What makes two values of this column the same; a linked row may not be saved yet."""
        natural = getattr(self.widget, "natural", None)
        return natural(value) if natural and value is not None else value

    def key(self, row: dict[str, str]) -> tuple[str, ...]:
        """The cells that make up this column's part of a row's key."""
        extra = getattr(self.widget, "columns", ())
        return tuple(row.get(name, "") for name in (self.column_name, *extra))


class WholeTable(BaseInstanceLoader):
    """Existing rows by their key, all read at once: reference tables are small. Knows the rows of
    the file too, as they are taken over."""

    def __init__(self, resource: "SheetResource", dataset: Dataset | None = None):
        super().__init__(resource, dataset)
        resource.table = self
        model = resource._meta.model
        links = [f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
        rows = resource.get_queryset().select_related(*links, *resource.joined)
        self.fields = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.known = {self._key(lambda f, r=row: f.get_value(r)): row for row in rows}
        self.taken = Uniqueness(model, self.known.values())

    def get_instance(self, row: dict) -> models.Model | None:
        try:
            return self.known.get(self._key(lambda f: f.clean(row)))
        except CellError:
            return None  # told when the cells are read

    def learn(self, row: models.Model) -> None:
        """A row as the file leaves it."""
        self.known[self._key(lambda f: f.get_value(row))] = row
        self.taken.note(row)

    def _key(self, value) -> tuple:
        return tuple(each.identity(value(each)) for each in self.fields)


class SheetResource(Resource):
    """A table as a sheet with Chinese headers. Rows are matched by `import_id_fields`; rows that
    the file lacks stay as they are, and no import deletes anything."""

    # Rows are read in the order of this column, so that parents come before children.
    sort_by = ""
    # Further links whose rows are read with the table.
    joined: tuple[str, ...] = ()

    class Meta:
        report_skipped = False
        instance_loader_class = WholeTable

    def __init__(self, user: AbstractBaseUser | None = None, **kwargs):
        """`user`: in whose name rows are written; None for the system."""
        super().__init__(**kwargs)
        self.user = user

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name)

    @classmethod
    def written(cls) -> list[type[models.Model]]:
        """The tables that an import may write."""
        return [cls._meta.model]

    def get_queryset(self) -> models.QuerySet:
        return self._meta.model._default_manager.all()

    def init_instance(self, row: dict | None = None) -> models.Model:
        return self._meta.model()

    def run(
        self, sheet: Sheet, *, dry_run: bool, file_name: str, previewed: bool = False
    ) -> Outcome:
        """Import the sheet, all of it or nothing; with `dry_run` only say what would happen,
        without writing and so without keeping any writer waiting. `previewed`: the caller will
        take the outcome only if a dry run had the same."""
        self.previewed = previewed
        faults = [*self._header_faults(sheet)]
        if faults:
            return Outcome(faults)
        if dry_run or sheet.faults:
            return self._import(sheet, dry_run=True, file_name=file_name)
        try:
            with transaction.atomic():
                outcome = self._import(sheet, dry_run=False, file_name=file_name)
                transaction.set_rollback(bool(outcome.faults))
        except _RowError as refused:
            return Outcome([CellFault(refused.number, WHOLE_ROW, *REFUSED)])
        return outcome

    def _import(self, sheet: Sheet, *, dry_run: bool, file_name: str) -> Outcome:
        result = self.import_data_inner(
            self._dataset(sheet),
            dry_run,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
            file_name=file_name,
        )
        faults = sorted(
            {*sheet.faults, *self._row_faults(result)}, key=lambda f: (f.row, f.column, f.problem)
        )
        if faults:
            return Outcome(faults, result=result)
        rows = [
            ChangedRow(row.number, row.is_new(), str(row.instance), row.diff) for row in result.rows
        ]
        rows.sort(key=lambda row: row.number)
        return Outcome([], rows, len(sheet.rows) - len(rows), result)

    def columns(self) -> list[Column]:
        return self.get_import_fields()

    # Reading the sheet

    def _header_faults(self, sheet: Sheet) -> Iterator[CellFault]:
        names = [column.column_name for column in self.columns()]
        if unknown := [name for name in sheet.headers if name not in names]:
            problem = "不认识这一列" if len(unknown) == 1 else f"不认识这 {len(unknown)} 列"
            column = "、".join(name[:30] for name in unknown[:8])
            yield CellFault(1, column, problem, f"删去，或改成：{'、'.join(names)}")
        for column in self.columns():
            if column.needed and column.column_name not in sheet.headers:
                yield CellFault(1, column.column_name, "缺少这一列", "补上这一列，或从导出的表改起")

    def _dataset(self, sheet: Sheet) -> Dataset:
        rows = sheet.rows
        if self.sort_by:
            at = sheet.headers.index(self.fields[self.sort_by].column_name)
            rows = sorted(rows, key=lambda row: row.cells[at])
        self.numbers = [row.number for row in rows]
        self.seen: dict[tuple, int] = {}
        self.passing = 0
        return Dataset(*(row.cells for row in rows), headers=sheet.headers)

    # Reading a row

    def import_row(self, row: dict, instance_loader: WholeTable, **kwargs) -> RowResult:
        """Read a row, compare it with what is there, check it and take it over."""
        instance, new = self.get_or_init_instance(instance_loader, row)
        before = {} if new else self._texts(instance)
        result = RowResult()
        result.number = self.numbers[kwargs["row_number"] - 1]
        result.instance = instance
        result.import_type = RowResult.IMPORT_TYPE_NEW if new else RowResult.IMPORT_TYPE_UPDATE
        errors = self._read(instance, row, result.number)
        result.diff = [] if errors else [*self._changes(instance, before)]
        if not (errors or new or result.diff):
            result.import_type = RowResult.IMPORT_TYPE_SKIP
        elif errors := self._check(instance, errors, self._unproven(result)):
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError(errors)
        else:
            self._take_over(instance, row, result, **kwargs)
        return result

    def _texts(self, instance: models.Model) -> dict[str, str]:
        return {column.column_name: column.export(instance) for column in self.columns()}

    def _changes(self, instance: models.Model, before: dict[str, str]) -> Iterator[Change]:
        """What the row changes, as people read it."""
        for column, text in self._texts(instance).items():
            if before.get(column, "") != text:
                yield Change(column, before.get(column, ""), text)

    def _read(self, instance: models.Model, row: dict, number: int) -> dict[str, list]:
        """Give the instance what the cells say; what they cannot mean is the answer."""
        errors: dict[str, list[ValidationError]] = {}
        for column in self.columns():
            try:
                self.import_field(column, instance, row)
            except CellError as error:
                errors[column.attribute] = [error]
        key = [self.fields[name] for name in self.get_import_id_fields()]
        first = self.seen.setdefault(tuple(each.key(row) for each in key), number)
        if first != number:
            errors[key[-1].attribute] = [CellError(f"与第 {first} 行重复", "两行只留一行")]
        return errors

    def _unproven(self, result: RowResult) -> list[models.CheckConstraint]:
        """The constraints that a row might break: each costs a query to ask, so those that the
        preview has asked, or whose fields stay as they are, are left to the database."""
        if self.previewed:
            return []
        constraints = self._meta.model._meta.constraints
        checks = [c for c in constraints if isinstance(c, models.CheckConstraint)]
        if result.is_new() or not result.diff:
            return checks
        changed = {change.column for change in result.diff}
        names = {c.attribute for c in self.columns() if c.column_name in changed}
        return [c for c in checks if not names.isdisjoint(c.condition.referenced_base_fields)]

    def _check(
        self,
        instance: models.Model,
        errors: dict[str, list],
        constraints: Iterable[models.CheckConstraint],
    ) -> dict[str, list]:
        """As `full_clean` does, without a query for every link and every rule of uniqueness."""
        model = type(instance)
        linked = {
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.ForeignKey) and f.get_cached_value(instance, None) is not None
        }
        for check in (partial(instance.clean_fields, exclude=linked.union(errors)), instance.clean):
            try:
                check()
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        bad = set(errors)
        for constraint in constraints:
            try:
                constraint.validate(model, instance, exclude=bad)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        for attribute, error in self.table.taken.clashes(instance):
            if attribute not in bad:
                errors.setdefault(attribute, []).append(error)
        return errors

    def _take_over(
        self, instance: models.Model, row: dict, result: RowResult, *, dry_run: bool, **kwargs
    ) -> None:
        """Write the columns of the file and no other, or only go on as if they were written."""
        try:
            self.write_first(instance, dry_run=dry_run, **kwargs)
            if dry_run:
                instance.pk = instance.pk or self._passing_number()
            elif result.is_new():
                self._with_reason(instance, **kwargs).save(force_insert=True)
            else:
                columns = [c.attribute for c in self.columns() if c.column_name in row]
                fields = {f.name for f in instance._meta.concrete_fields}.intersection(columns)
                self._with_reason(instance, **kwargs).save(update_fields=fields)
        except OperationalError:
            raise
        except DatabaseError as error:
            logger.error("An import row could not be saved.", exc_info=error)
            raise _RowError(result.number) from error
        result.add_instance_info(instance)
        self.table.learn(instance)
        for column in self.columns():
            if isinstance(column.widget, Reference) and column.widget.leads_to(type(instance)):
                column.widget.learn(instance)

    def write_first(self, instance: models.Model, **kwargs) -> None:
        """Write the rows that the row needs and that are not there yet."""

    def _with_reason(self, instance: models.Model, file_name: str, **_kwargs) -> models.Model:
        instance._change_reason = f"导入 {file_name}"[:100]
        return instance

    def _passing_number(self) -> int:
        """A key for a row that is not saved, so that others of the file can lead to it."""
        self.passing -= 1
        return self.passing

    # Telling what is wrong

    def _row_faults(self, result: Result) -> Iterator[CellFault]:
        for base in result.base_errors:
            if not isinstance(base.error, ValidationError):
                raise base.error
            for error in base.error.error_list:
                yield CellFault(1, WHOLE_TABLE, _problem(error), _remedy(error))
        names = {column.attribute: column.column_name for column in self.columns()}
        for invalid in result.invalid_rows:
            number = self.numbers[invalid.number - 1]
            for attribute, errors in _by_attribute(invalid.error):
                column = names.get(attribute, WHOLE_ROW)
                for error in errors:
                    yield CellFault(number, column, _problem(error), _remedy(error))


def _by_attribute(error: ValidationError) -> Iterator[tuple[str, list[ValidationError]]]:
    if hasattr(error, "error_dict"):
        yield from error.error_dict.items()
    else:
        yield NON_FIELD_ERRORS, error.error_list


def _problem(error: ValidationError) -> str:
    if error.code == "null":
        return "此字段不能为空"
    return "；".join(error.messages).rstrip("。")


def _remedy(error: ValidationError) -> str:
    return getattr(error, "remedy", "") or REMEDIES.get(error.code or "", DEFAULT_REMEDY)
