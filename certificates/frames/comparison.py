"""What a file says beside what is recorded, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts import masking
from accounts.protection import normalise
from assessment.person import comparable
from certificates.documents.content import Content
from certificates.models import Certificate

LABELS = {
    "name": "姓名",
    "document": "证件类型",
    "id_number": "证件号码",
    "occupation": "职业名称",
    "work_type": "工种/职业方向",
    "level": "职业技能等级",
    "number": "证书编号",
    "agency": "评价机构",
    "day": "发证日期",
    "print_serial": "证书印制流水码",
    "remark": "备注",
}
OPTIONAL = ("print_serial", "remark")  # not on every certificate
ABSENT = "（文件中没有读到）"
NOTHING = "（没有）"
WITHHELD = "（不显示）"


@dataclass(frozen=True)
class Compared:
    """One printed field: what the file says, what is recorded; the ID number is masked in both."""

    key: str
    label: str
    printed: str
    recorded: str
    same: bool


def compare(printed: Mapping[str, str], recorded: Mapping[str, str]) -> list[Compared]:
    """Every printed field of a file against the record; what neither has is left out."""
    return [
        Compared(
            key,
            label,
            _masked(key, printed.get(key, "")) or ABSENT,
            _masked(key, recorded[key]) or NOTHING,
            _plain(key, printed.get(key, "")) == _plain(key, recorded[key]),
        )
        for key, label in LABELS.items()
        if key not in OPTIONAL or printed.get(key) or recorded[key]
    ]


def withheld(printed: Mapping[str, str], number: str) -> list[Compared]:
    """A file beside the certificate under a number of its own, whose name it does not give rightly:
    that they differ is told, what is recorded is not."""
    said = {key: printed.get(key, "") for key in ("number", "name")}
    return [
        Compared(
            "number", LABELS["number"], said["number"] or ABSENT, number, said["number"] == number
        ),
        Compared("name", LABELS["name"], said["name"][:100] or ABSENT, WITHHELD, same=False),
    ]


def recorded(certificate: Certificate) -> dict[str, str]:
    """What is on record today, worded as it would be printed. Needs the editions, the newest first
    (`selectors.lookup.shown`)."""
    newest = next(iter(certificate.editions.all()), None)
    return {
        "name": certificate.name,
        "document": str(certificate.get_document_display()),
        "id_number": certificate.id_number,
        "occupation": certificate.occupation,
        "work_type": certificate.printed_work_type,
        "level": certificate.printed_level,
        "number": certificate.number,
        "agency": certificate.agency_name,
        "day": in_words(certificate.issued_on),
        "print_serial": newest.print_serial if newest else "",
        "remark": newest.remark if newest else "",
    }


def printed(content: Content) -> dict[str, str]:
    """What stands on an edition."""
    return {key: getattr(content, key) for key in LABELS}


def in_words(day: date) -> str:
    """`2026年3月5日`, as a certificate says it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _masked(key: str, text: str) -> str:
    return masking.id_number(text) if key == "id_number" else text[:100]


def _plain(key: str, text: str) -> str:
    if key == "name":
        return comparable(text)
    return normalise("".join(text.split()))
