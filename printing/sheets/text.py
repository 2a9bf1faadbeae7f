"""Tables as text: csv in UTF-8, GBK/GB18030 or UTF-16, split by comma, tab or semicolon."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from printing.sheets.cells import typed
from printing.sheets.table import Sheet, SheetError, assemble, refuse_beyond

DELIMITERS = ",\t;"
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
HAN = re.compile(r"[\u4e00-\u9fff]")

NOT_TEXT = "文件内容不是表格文本。请用 Excel 或 WPS 打开后另存为 xlsx 再上传。"
DAMAGED = "文件不完整或编码混乱，有的文字已经损坏。请重新导出，或另存为 xlsx 再上传。"


def read_text(data: bytes, max_rows: int) -> Sheet:
    """The table of a csv file. Raises SheetError where the text is damaged or no table."""
    text = _decode(data)
    if BINARY.search(text):
        raise SheetError(NOT_TEXT)
    delimiter = _delimiter(text)
    # Exports often end in thousands of rows and columns without content.
    text = text.rstrip(f"\r\n \t{delimiter}")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return assemble(_rows(lines, max_rows), max_rows)
    except csv.Error as error:
        raise SheetError(
            f"第 {lines.line_num} 行的引号不成对，或文件不完整。请改正，或另存为 xlsx 再上传。"
        ) from error


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Two Chinese characters before the first bad byte do not happen by chance in GBK:
        # this is UTF-8 that was cut or mixed, and GBK would turn it into nonsense.
        if len(HAN.findall(data[: error.start].decode("utf-8-sig"))) >= 2:
            raise SheetError(DAMAGED) from error
    return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError(
            DAMAGED if HAN.search(data.decode(encoding, "ignore")) else NOT_TEXT
        ) from error


def _delimiter(text: str) -> str:
    """The one of comma, tab and semicolon that the header row uses most."""
    header = text.lstrip("\ufeff").partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _rows(lines: Iterable[list[str]], max_rows: int) -> Iterator[tuple[list[str], dict]]:
    """Each row up to its last cell with content. Raises SheetError as soon as they are too many or
    too wide."""
    for number, line in enumerate(lines, start=1):
        while line and not line[-1].strip():
            line.pop()
        refuse_beyond(number, len(line), max_rows)
        cells = [typed(text) for text in line]
        yield [text for text, _ in cells], {i: d for i, (_, d) in enumerate(cells) if d}
