"""Everybody has a number of the year of issue that no certificate has already."""

from collections.abc import Iterator

from casework.issues import Issue
from certificates.frames.issuing import Frame

SHOWN = 10


def check(frame: Frame) -> Iterator[Issue]:
    """What is wrong with the numbers of those who wait."""
    lacking = [person for person in frame.waiting if person.number is None]
    if lacking:
        yield Issue(
            "numbers",
            "证书编号",
            f"有 {len(lacking)} 人还没有证书编号。",
            "编号由上级系统下发的，请在“证书编号”页面导入；否则请改为由本系统编号。",
        )
    own = [each for each in frame.waiting if each.number and not each.number.imported]
    if frame.from_above and own:
        yield Issue(
            "from_above",
            "证书编号",
            f"编号由上级系统下发，但有 {len(own)} 人现在还是本系统预留的编号。",
            "请在“证书编号”页面导入下发的编号；不是由上级下发的，请改为由本系统编号。",
        )
    year = f"{frame.day.year % 100:02}"
    old = [each for each in frame.waiting if _imported_for_another(each.number, year)]
    if old:
        names = "、".join(person.named for person in old[:SHOWN])
        yield Issue(
            "year",
            "证书编号",
            f"{names}等 {len(old)} 人下发的编号不是 {frame.day.year} 年的。",
            "请向上级申请发证年份的编号后重新导入。",
        )
    if frame.clashing:
        numbers = "、".join(frame.clashing[:SHOWN])
        yield Issue("clash", "证书编号", f"编号 {numbers} 已有证书。", "请联系系统管理员。")


def _imported_for_another(number, year: str) -> bool:
    return number is not None and number.imported and number.key[13:15] != year
