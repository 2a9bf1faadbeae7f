"""What a cell of a roster says. Pure; what cannot be understood is a `CellError`."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from assessment.person import clean_name, clean_phone
from casework.services.deadlines import add_months
from catalogue.enums import Level
from catalogue.resources.cells import CellError, Day, YesNo

Read = Callable[[str], object]

MONTH = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.年](1[0-2]|0?[1-9])月?|(0[1-9]|1[0-2]))")
SERIAL = re.compile(r"[1-6][0-9]{4}")  # how Excel counts the days of 1927 to 2091
AS_DATE = "写成 2023-01-01 的样子，或把单元格格式设为日期"
DAY, YES_NO = Day(), YesNo()


def plain(text: str) -> str:
    """Full-width letters and digits as half-width."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def words(longest: int) -> Read:
    """Text of at most so many characters."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise CellError(f"有 {len(text)} 个字", f"请缩短到 {longest} 个字以内")
        return text

    return read


def name(text: str) -> str:
    """A person's name."""
    if len(text) > 50:
        raise CellError("姓名超过 50 个字", "一行只填写一个人，请核对")
    return _said(clean_name, text, "请核对后重新填写")


def phone(text: str) -> str:
    """A phone number."""
    return _said(clean_phone, text, "请核对后重新填写")


def yes(text: str) -> bool:
    """是 or 否."""
    return YES_NO.clean(plain(text))


def day(text: str) -> date:
    """A whole date."""
    text = plain(text)
    _refuse_serial(text)
    return DAY.clean(text)


def first_day(text: str) -> date:
    """A date; a month alone is its first day."""
    return _month(text) or day(text)


def last_day(text: str) -> date:
    """A date; a month alone is its last day."""
    month = _month(text)
    return add_months(month, 1) - timedelta(days=1) if month else day(text)


def level(text: str) -> int:
    """A level by any of its names."""
    try:
        return Level.named(plain(text).replace(" ", "")).value
    except ValueError:
        raise CellError(f"“{text[:20]}”不是等级", f"填写{'、'.join(Level.labels)}之一") from None


def level_as_text(text: str) -> str:
    """The same as the details of a registration keep it."""
    return str(level(text))


def one_of(labels: Mapping[str, str]) -> Read:
    """The value of one of these labels."""

    def read(text: str) -> str:
        if text not in labels:
            raise CellError(f"“{text[:20]}”不在可选范围内", f"填写{'、'.join(labels)}之一")
        return labels[text]

    return read


def _month(text: str) -> date | None:
    match = MONTH.fullmatch(plain(text))
    return date(int(match[1]), int(match[2] or match[3]), 1) if match else None


def _refuse_serial(text: str) -> None:
    if SERIAL.fullmatch(text):
        raise CellError(f"“{text}”是 Excel 的日期序号，不是日期", AS_DATE)


def _said(clean: Callable[[str], str], text: str, remedy: str) -> str:
    """What `clean` answers; its refusal without the full stop, which every fault adds."""
    try:
        return clean(text)
    except ValueError as refused:
        raise CellError(str(refused).rstrip("。"), remedy) from None
