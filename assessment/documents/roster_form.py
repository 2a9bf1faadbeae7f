"""The 人员名册备案表 (HB annex 2, whose table the document lacks): our own layout, so marked."""

from django.utils.formats import date_format

from assessment.documents import headcount
from assessment.frames.arrangement import Frame
from assessment.models import Entry, PlanItem
from catalogue.enums import Level

TEMPLATE = "printing/assessment/roster.1.html"
KEY = "roster_form"
TITLE = "人员名册备案表"
HEADINGS = (
    *("序号", "准考证号", "姓名", "性别", "证件号码", "工作单位"),
    *("职业", "工种", "等级", "准入依据"),
)


def of(frame: Frame, day) -> dict[str, object]:
    """Everybody approved, by ticket, in plain values; `day` is that of filing. It holds ID numbers
    in full: not for the timeline."""
    plan = frame.plan
    entries = sorted(frame.entries, key=lambda entry: (entry.ticket, entry.number))
    return {
        "title": f"职业技能等级认定{TITLE}",
        "agency": plan.agency.name,
        "code": plan.agency.code,
        "client": plan.for_commission.owner.name if plan.for_commission else "",
        "contact": plan.contact,
        "number": plan.number,
        "filed_on": date_format(day),
        "held": "—".join(dict.fromkeys([date_format(plan.first_on), date_format(plan.last_on)])),
        "headings": HEADINGS,
        "rows": [
            _row(at, entry, frame.items[entry.item_id]) for at, entry in enumerate(entries, 1)
        ],
        "sums": headcount.of(frame),
    }


def _row(at: int, entry: Entry, item: PlanItem) -> list[str]:
    return [
        str(at),
        entry.ticket or "--",
        entry.name,
        entry.sex,
        entry.id_number,
        entry.employer or "--",
        item.occupation.name,
        item.printed_work_type,
        Level(item.level).printed,
        entry.get_ground_display(),
    ]
