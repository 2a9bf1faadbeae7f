"""A cell's value as the text that its author sees, and the doubts about it."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from printing.sheets.table import Doubt

# Excel keeps 15 significant digits; what follows it replaces by zeros.
EXACT_BELOW = 10**15
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d{2,3}")
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00a0\u200b\u2060\ufeff]")
TRANSLATED = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x200B, 0x2060, 0xFEFF]
) | {0x00A0: " ", 0x0D: "\n"}

DIGITS_LOST = Doubt(
    "数字超过 15 位，Excel 已把后面的数字改成 0",
    "请把这一列的单元格格式设为“文本”，再重新填写完整的号码",
)
SHORTENED = Doubt(
    "长数字被存成了科学记数法，后面的数字已经丢失",
    "请把这一列的单元格格式设为“文本”，再重新填写完整的号码",
)
FORMULA_FAILED = Doubt("公式的结果是错误值", "请改正公式，或直接填写内容")
NOT_CALCULATED = Doubt("公式还没有计算结果", "请用 Excel 或 WPS 打开文件、保存后再上传")
OUT_OF_RANGE = Doubt("数字超出 Excel 能表示的范围", "请改正这个数字")


def clean(text: str) -> str:
    """The text without surrounding white space and without characters that nobody can see."""
    if ODD.search(text):
        text = text.replace("\r\n", "\n").translate(TRANSLATED)
    return text.strip()


def typed(text: str) -> tuple[str, Doubt | None]:
    """A cell that is text already; what Excel had shortened before saving a csv is doubted."""
    text = clean(text)
    return text, SHORTENED if SCIENTIFIC.fullmatch(text) else None


def shown(value) -> tuple[str, Doubt | None]:
    """A value of a workbook as text: 3.0 is "3", a date "2026-11-21", a truth TRUE or FALSE."""
    return SHOWN[type(value)](value)


def _number(value: float) -> tuple[str, Doubt | None]:
    if not math.isfinite(value):
        return "", OUT_OF_RANGE
    if value == int(value):
        return str(int(value)), DIGITS_LOST if abs(value) >= EXACT_BELOW else None
    return format(Decimal(f"{value:.15g}"), "f"), None


def _boolean(value: bool) -> tuple[str, None]:
    return ("TRUE" if value else "FALSE"), None


def _date(value: date) -> tuple[str, None]:
    return value.isoformat(), None


def _moment(value: datetime) -> tuple[str, None]:
    if value.time() == time.min:
        return value.date().isoformat(), None
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M"), None


def _time(value: time) -> tuple[str, None]:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M"), None


def _duration(value: timedelta) -> tuple[str, None]:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}", None


SHOWN = {
    str: typed,
    float: _number,
    int: _number,
    bool: _boolean,
    date: _date,
    datetime: _moment,
    time: _time,
    timedelta: _duration,
}
