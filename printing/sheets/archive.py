"""An xlsx file taken apart with suspicion: only checked bytes reach the parser.

calamine lays a sheet out as one dense block from the first to the last cell, so a cell in the far
corner aborts the whole process (no exception); and the directory of a zip may lie about sizes.
Hence: read within bounds, measure the sheet, and pack what was read into a fresh archive.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, reduce
from string import digits
from xml.parsers import expat

from printing.sheets.cells import FORMULA_FAILED, NOT_CALCULATED
from printing.sheets.table import Doubt, NoSheetError, SheetError, refuse_beyond

MAX_ENTRIES = 2_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 400

DAMAGED = "文件不完整或已损坏，无法打开。请用 Excel 或 WPS 打开后另存为 xlsx，再重新上传。"
BOMB = "文件解压后过大，已拒绝读取。请新建一个工作簿，只粘贴需要的数据后再上传。"
NOTHING_VISIBLE = "工作簿里没有可见的工作表。请取消隐藏数据所在的工作表后再上传。"
NO_SHEET = "工作簿里没有名为“{}”的工作表，或者它被隐藏了。请按模板填写后再上传。"
WORKBOOK = "xl/workbook.xml"
SUPPORT = ("[Content_Types].xml", "_rels/.rels", "xl/styles.xml", "xl/sharedStrings.xml")


@dataclass
class Shape:
    """How far the cells with content reach, and which of them a parser would show as blank."""

    rows: int = 0
    columns: int = 0
    doubtful: dict[tuple[int, int], Doubt] = field(default_factory=dict)


@dataclass(frozen=True)
class Archive:
    """A workbook of one sheet that is safe to hand to the parser."""

    packed: bytes
    index: int
    shape: Shape


def open_archive(data: bytes, max_rows: int, title: str = "") -> Archive:
    """Check the zip, find the first visible sheet (of that title), measure it, and pack it anew.

    Raises SheetError for a bomb, a damaged or encrypted zip, and a sheet beyond the limits;
    NoSheetError where no sheet has the title.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            names = _directory(source)
            if "xl/workbook.bin" in names:
                raise SheetError("这是 xlsb 格式。请用 Excel 或 WPS 另存为 xlsx 再上传。")
            if WORKBOOK not in names:
                raise SheetError("文件不是 Excel 工作簿。请用 Excel 或 WPS 另存为 xlsx 再上传。")
            index, relation = _first_visible(source.read(WORKBOOK), title)
            relations = f"{posixpath.dirname(WORKBOOK)}/_rels/workbook.xml.rels"
            part = _target(source.read(relations), relation)
            sheet = source.read(part)
            shape = _measure(sheet, max_rows)
            wanted = [WORKBOOK, relations, *(name for name in SUPPORT if name in names)]
            parts = {name: source.read(name) for name in wanted} | {part: sheet}
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError) as error:
        raise SheetError(DAMAGED) from error
    except (expat.ExpatError, NotImplementedError, RuntimeError, ValueError) as error:
        raise SheetError(DAMAGED) from error
    return Archive(_pack(parts), index, shape)


def _directory(source: zipfile.ZipFile) -> set[str]:
    """The names inside, once their number, sizes and ratios are believable."""
    entries = source.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SheetError(BOMB)
    for entry in entries:
        if entry.file_size > max(entry.compress_size, 1024) * MAX_RATIO:
            raise SheetError(BOMB)
    return {entry.filename for entry in entries}


def _pack(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _parse(
    data: bytes,
    on_start: Callable[[str, dict], None],
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Call `on_start` with the name and attributes of each element and `on_text` with each piece
    of text; no DTD is let in."""

    def refuse(*_args) -> None:
        raise SheetError(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = on_start
    parser.CharacterDataHandler = on_text
    parser.Parse(data, True)  # noqa: FBT003


def _local(name: str) -> str:
    """The name without the prefix that some programs give to every element."""
    return name.rpartition(":")[2] if ":" in name else name


@cache
def _column(letters: str) -> int:
    """0 for A; raises ValueError for what heads no column."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isupper()):
        raise ValueError(letters)
    return reduce(lambda total, letter: total * 26 + ord(letter) - 64, letters, 0) - 1


def _first_visible(workbook: bytes, title: str = "") -> tuple[int, str]:
    """Position and relation id of the first sheet that is not hidden (and has the title)."""
    sheets: list[tuple[str, str, str]] = []

    def start(element: str, attributes: dict) -> None:
        if _local(element) == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            state, name = attributes.get("state", "visible"), attributes.get("name", "").strip()
            sheets.append((state, name, ids[0] if ids else ""))

    _parse(workbook, start)
    for index, (state, name, relation) in enumerate(sheets):
        if state == "visible" and title in ("", name):
            return index, relation
    if title:
        raise NoSheetError(NO_SHEET.format(title))
    raise SheetError(NOTHING_VISIBLE)


def _target(relations: bytes, wanted: str) -> str:
    """The path inside the archive of the worksheet with that relation id."""
    found: list[dict] = []

    def start(name: str, attributes: dict) -> None:
        if _local(name) == "Relationship" and attributes.get("Id") == wanted:
            found.append(attributes)

    _parse(relations, start)
    if len(found) != 1:
        raise SheetError(DAMAGED)
    if not found[0].get("Type", "").endswith("/worksheet"):
        raise SheetError("第一个工作表不是数据表。请把数据所在的工作表移到最前面，再上传。")
    return posixpath.normpath(posixpath.join("/xl", found[0].get("Target", ""))).lstrip("/")


class _Measure:
    """Follows the cells of a sheet and stops at the first that lies beyond the limits."""

    def __init__(self, max_rows: int) -> None:
        self.shape = Shape()
        self.max_rows = max_rows
        self.row = self.column = -1
        self.kind: str | None = None
        self.awaited = False

    def start(self, name: str, attributes: dict) -> None:
        name = _local(name)
        if name == "c":
            self._enter(attributes)
        elif name in ("v", "is"):
            self._value()
            self._reach()
        elif name == "f":
            self.shape.doubtful[self.row, self.column] = NOT_CALCULATED
            self._reach()
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if self.row < 0:
                raise SheetError(DAMAGED)

    def text(self, data: str) -> None:
        """The result of the formula noted before, if this is inside one and says anything."""
        if self.awaited and data.strip():
            self._calculated()

    def _calculated(self) -> None:
        self.shape.doubtful.pop((self.row, self.column), None)
        self.awaited = False

    def _enter(self, attributes: dict) -> None:
        self.kind, self.awaited = attributes.get("t"), False
        place = attributes.get("r")
        if place is None:
            self.column += 1
            return
        letters = place.rstrip(digits)
        self.column = _column(letters)
        self.row = int(place[len(letters) :]) - 1

    def _value(self) -> None:
        if self.kind == "e":
            self.shape.doubtful[self.row, self.column] = FORMULA_FAILED
        elif self.kind == "str":
            # Text, be it empty, is what a formula gave: ="" is saved as <v></v>.
            self._calculated()
        else:
            # openpyxl saves a formula that nobody has calculated with an empty <v/>.
            self.awaited = (self.row, self.column) in self.shape.doubtful

    def _reach(self) -> None:
        shape = self.shape
        if self.row >= shape.rows or self.column >= shape.columns:
            shape.rows = max(shape.rows, self.row + 1)
            shape.columns = max(shape.columns, self.column + 1)
            refuse_beyond(shape.rows, shape.columns, self.max_rows)


def _measure(sheet: bytes, max_rows: int) -> Shape:
    measure = _Measure(max_rows)
    _parse(sheet, measure.start, measure.text)
    return measure.shape
