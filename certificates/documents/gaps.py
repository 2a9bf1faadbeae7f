"""The register of gaps (空号登记表), as a table and on paper."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime

from certificates.models import ReservedNumber

TEMPLATE = "printing/certificates/gaps.1.html"
TITLE = "证书空号登记表"
HEADS = ("证书编号", "评价机构", "评价计划", "预留日期", "作空日期", "空号原因", "说明", "预留人")


def rows(found: Iterable[ReservedNumber]) -> list[tuple[str, ...]]:
    """A line for each number; names of holders stand on none of them."""
    return [
        (
            row.number,
            row.plan.agency.name,
            row.plan.number,
            date_format(localtime(row.reserved_at).date()),
            date_format(localtime(row.ended_at).date()),
            str(row.get_gap_display()),
            row.gap_note,
            row.reserved_by.display_name if row.reserved_by else "",
        )
        for row in found
    ]


def of(found: Iterable[ReservedNumber], *, made_for: str, day) -> dict[str, object]:
    """What the printed register says, in plain values."""
    return {
        "title": TITLE,
        "headings": list(HEADS),
        "rows": rows(found),
        "made_for": made_for,
        "printed_on": date_format(day),
    }
