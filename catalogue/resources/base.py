"""Sheets into tables by django-import-export: all problems of all rows at once, in Chinese."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result
from tablib import Dataset

from catalogue.resources.cells import CellError, Reference, Words
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

    def key(self, row: dict[str, str]) -> tuple[str, ...]:
        """The cells that make up this column's part of a row's key."""
        extra = getattr(self.widget, "columns", ())
        return tuple(row.get(name, "") for name in (self.column_name, *extra))


@dataclass(frozen=True)
class Change:
    """One column of a row, before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    number: int
    new: bool
    name: str
    changes: list[Change]


@dataclass
class Outcome:
    """What an import did, or would do: with any fault, nothing."""

    faults: list[CellFault] = field(default_factory=list)
    rows: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    result: Result | None = None

    @property
    def created(self) -> int:
        return sum(row.new for row in self.rows)

    @property
    def updated(self) -> int:
        return len(self.rows) - self.created


class WholeTable(BaseInstanceLoader):
    """Existing rows by their key, all read at once: reference tables are small."""

    def __init__(self, resource: "SheetResource", dataset: Dataset | None = None):
        super().__init__(resource, dataset)
        self.fields = [resource.fields[name] for name in resource.get_import_id_fields()]
        rows = resource.get_queryset().select_related(*_links(resource._meta.model))
        self.known = {self._key(lambda f, r=row: f.get_value(r)): row for row in rows}

    def get_instance(self, row: dict) -> models.Model | None:
        try:
            return self.known.get(self._key(lambda f: f.clean(row)))
        except CellError:
            return None  # told when the cells are read

    def _key(self, value) -> tuple:
        return tuple(value(each) for each in self.fields)


def _links(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]


class _Changes:
    """Stands in for import-export's diff, which writes style attributes into its html."""

    def __init__(self, resource: "SheetResource", instance: models.Model, new: bool):
        self.resource = resource
        self.before = {} if new else self._read(instance)
        self.after: dict[str, str] = {}

    def compare_with(self, _resource: "SheetResource", instance: models.Model) -> None:
        self.after = self._read(instance)

    def as_html(self) -> list[Change]:
        return [
            Change(column, self.before.get(column, ""), text)
            for column, text in self.after.items()
            if self.before.get(column, "") != text
        ]

    def _read(self, instance: models.Model) -> dict[str, str]:
        return {f.column_name: f.export(instance) for f in self.resource.get_import_fields()}


class SheetResource(Resource):
    """A table as a sheet with Chinese headers. Rows are matched by `import_id_fields`; rows that
    the file lacks stay as they are, and no import deletes anything."""

    # Rows are read in the order of this column, so that parents come before children.
    sort_by = ""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False
        store_instance = True
        instance_loader_class = WholeTable

    @classmethod
    def get_diff_class(cls):
        return _Changes

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name)

    def get_queryset(self) -> models.QuerySet:
        return self._meta.model._default_manager.all()

    def init_instance(self, row: dict | None = None) -> models.Model:
        return self._meta.model()

    def run(self, sheet: Sheet, *, dry_run: bool, file_name: str) -> Outcome:
        """Import the sheet, all of it or nothing; with `dry_run` only say what would happen."""
        faults = [*self._header_faults(sheet)]
        if faults:
            return Outcome(faults)
        result = self.import_data(
            self._dataset(sheet),
            dry_run=dry_run or bool(sheet.faults),
            rollback_on_validation_errors=True,
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
        for name in sheet.headers:
            if name not in names:
                yield CellFault(
                    1, name[:30], "不认识这一列", f"删去这一列，或改成：{'、'.join(names)}"
                )
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
        return Dataset(*(row.cells for row in rows), headers=sheet.headers)

    # Reading a row

    def import_instance(self, instance: models.Model, row: dict, **kwargs) -> None:
        errors: dict[str, list[ValidationError]] = {}
        for column in self.columns():
            try:
                self.import_field(column, instance, row, **kwargs)
            except CellError as error:
                errors[column.attribute] = [error]
        key = [self.fields[name] for name in self.get_import_id_fields()]
        number = self.numbers[kwargs["row_number"] - 1]
        first = self.seen.setdefault(tuple(each.key(row) for each in key), number)
        if first != number:
            error = CellError(f"与第 {first} 行重复", "两行只留一行")
            errors[key[-1].attribute] = [error]
        if errors:
            raise ValidationError(errors)

    def before_save_instance(self, instance: models.Model, row: dict, **kwargs) -> None:
        instance._change_reason = f"导入 {kwargs['file_name']}"[:100]

    def after_save_instance(self, instance: models.Model, row: dict, **kwargs) -> None:
        for column in self.columns():
            if isinstance(column.widget, Reference) and column.widget.rows().model is type(
                instance
            ):
                column.widget.learn(instance)

    def after_import_row(self, row: dict, row_result, **kwargs) -> None:
        row_result.number = self.numbers[kwargs["row_number"] - 1]

    # Telling what is wrong

    def _row_faults(self, result: Result) -> Iterator[CellFault]:
        for base in result.base_errors:
            if not isinstance(base.error, ValidationError):
                raise base.error
            for error in base.error.error_list:
                yield CellFault(1, WHOLE_TABLE, _problem(error), _remedy(error))
        for bad in result.error_rows:
            for each in bad.errors:
                logger.error("An import row could not be saved.", exc_info=each.error)
            number = self.numbers[bad.number - 1]
            yield CellFault(number, WHOLE_ROW, "这一行无法保存", "核对各格；仍不行请联系系统管理员")
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
    return "；".join(error.messages).rstrip("。")


def _remedy(error: ValidationError) -> str:
    return getattr(error, "remedy", "") or REMEDIES.get(error.code or "", DEFAULT_REMEDY)
