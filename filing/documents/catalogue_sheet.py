"""The published catalogue of agencies as a spreadsheet (LN-08)."""

from collections.abc import Iterable, Iterator
from datetime import date

from filing.enums import AgencyStatus
from filing.models import Agency
from filing.selectors import register
from printing import sheets

MOST_AGENCIES = 3000
HEADERS = (
    "机构名称",
    "机构代码",
    "证书编号前段",
    "机构类别",
    "备案地",
    "状态",
    "职业编码",
    "职业",
    "工种（职业方向）",
    "等级",
    "备案机关",
    "备案日期",
    "有效期至",
    "公开联系方式",
)


def sheet_of(agencies: list[Agency], day: date) -> bytes:
    """An xlsx of agencies (with their `standing`), one row a line of scope on that day."""
    return sheets.write(HEADERS, _rows(agencies, day), title="评价机构目录")


def _rows(agencies: Iterable[Agency], day: date) -> Iterator[tuple]:
    scopes = register.scopes_on(agencies, day)
    for agency in agencies:
        for line in scopes[agency.pk] or [None]:
            yield _row(agency, line)


def _row(agency: Agency, line: register.ScopeLine | None) -> tuple:
    scope = ("", "", "", "")
    if line:
        scope = (
            line.occupation.code,
            line.occupation.name,
            line.printed_work_type,
            "、".join(level.printed for level in line.levels),
        )
    return (
        agency.name,
        agency.code,
        agency.prefix or "",
        agency.get_kind_display(),
        agency.division.full_name,
        AgencyStatus(agency.standing).label if agency.standing else "",
        *scope,
        agency.issuer_name,
        agency.filed_on,
        agency.valid_until,
        agency.contact,
    )
