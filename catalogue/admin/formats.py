"""The files that a table is exported as."""

from import_export.formats.base_formats import Format
from tablib import Dataset

from catalogue.resources.cells import FORMULA_START
from printing import sheets


class Xlsx(Format):
    """Excel, by the house's own writer: text stays text, nothing runs."""

    def get_title(self) -> str:
        return "Excel 工作簿（xlsx）"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **_kwargs) -> bytes:
        return sheets.write(dataset.headers, dataset)


class Csv(Xlsx):
    """UTF-8 with a mark that makes Excel read it right."""

    def get_title(self) -> str:
        return "文本表格（csv，UTF-8）"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **_kwargs) -> bytes:
        safe = Dataset(headers=dataset.headers)
        for row in dataset:
            safe.append([f"'{text}" if text.startswith(FORMULA_START) else text for text in row])
        return safe.export("csv").encode("utf-8-sig")
