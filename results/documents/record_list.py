"""The 结果备案表（二）: everybody who qualified, with exactly the fields of HB annex 4 (HB-09)."""

from datetime import date

from django.utils.formats import date_format

from catalogue.enums import Level
from results.frames.reported import Frame
from results.models import Result

TEMPLATE = "printing/results/record_list.1.html"
KEY = "result_list"
TITLE = "结果备案表（二）"
HEADINGS = (
    *("姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称"),
    *("职业技能等级", "证书编号", "发证日期", "评价机构", "发证机构"),
)


def of(frame: Frame, day: date) -> dict[str, object]:
    """In plain values; `day` is that of submission. It holds ID numbers in full: not for the
    timeline. The number and date of a certificate are blank until there is one."""
    plan = frame.plan
    return {
        "title": f"职业技能等级认定{TITLE}",
        "origin": frame.origin,
        "agency": plan.agency.name,
        "contact": plan.contact,
        "filed_on": date_format(day),
        "number": plan.number,
        "headings": list(HEADINGS),
        "rows": [_row(frame, row) for row in frame.qualified],
    }


def _row(frame: Frame, row: Result) -> list[str]:
    entry, item, agency = row.entry, row.entry.item, frame.plan.agency.name
    return [
        entry.name,
        entry.get_document_display(),
        entry.id_number,
        entry.employer,
        item.occupation.name,
        item.printed_work_type,
        Level(item.level).printed,
        frame.numbers.get(entry.pk, ""),
        date_format(frame.issued_on) if frame.issued_on else "",
        agency,
        agency,
    ]
