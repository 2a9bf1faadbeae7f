"""The 申报表 on paper: exactly the fields of HB annex 1; further data on a second sheet (HB-09)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from assessment import entry_details
from assessment.eligibility import in_words, whole_months
from assessment.entry_fields import DETAIL_FIELDS, PROMISE
from assessment.enums import Ground
from assessment.models import Entry
from casework.services import files
from catalogue.enums import Level
from config import clock
from printing import pdf

TEMPLATE = "printing/assessment/entry.1.html"
DIGITS = "零壹贰叁肆伍陆柒捌玖"
# What the annex has no room for.
FURTHER = (
    *("school_kind", "school_stage", "related_major", "assessed_programme", "engagement"),
    *("apprenticeship", "certificate_related", "reserve_technician", "title_grade", "title_name"),
    *("title_on", "content_conduct", "content_ability", "content_performance"),
    *("content_contribution", "projects", "problems_solved", "apprentices"),
)
LINES = 6  # of the work history on the first sheet; more go on the second


def render(entry: Entry) -> bytes:
    """The PDF. Raises ValidationError for a character that cannot be printed."""
    resources = {}
    if entry.photo:
        resources[_photo(entry)] = files.read(entry.photo)
    try:
        return pdf.render(TEMPLATE, context(entry), resources=resources)
    except pdf.UndefinedVariableError:
        raise
    except pdf.PrintError as error:
        raise ValidationError(str(error)) from error


def context(entry: Entry) -> dict:
    """What the form shows, in plain values; an unknown one is left blank to be written in."""
    values = entry_details.load(entry.details)
    item = entry.item
    work = [_line(row) for row in entry.work.all()]
    years = _years(values.get("post_since"))
    occupation = item.occupation.name
    return {
        "number": entry.number,
        "name": entry.name,
        "sex": entry.sex,
        "phone": entry.phone,
        "photo": _photo(entry) if entry.photo else "",
        "education": values.get("education", ""),
        "id_number": entry.id_number,
        "employer": entry.employer,
        "post": f"{entry.post}（{years} 年）" if years is not None else entry.post,
        "employer_address": values.get("employer_address", ""),
        "hr_phone": values.get("hr_phone", ""),
        "occupation": f"{occupation}（{item.work_type}）" if item.work_type else occupation,
        "level": Level(item.level).printed,
        "certificate": _certificate(values),
        "certificate_number": values.get("certificate_number", ""),
        "certificate_on": _day(values.get("certificate_on")),
        "certificate_issuer": values.get("certificate_issuer", ""),
        "work": work[:LINES] + [["", "", ""]] * max(0, LINES - len(work)),
        "more_work": work[LINES:],
        "promise": PROMISE,
        "promised_on": _day(values.get("promised_on")),
        "department": values.get("department", ""),
        "position": entry.post,
        "years": capitals(years) if years is not None else "",
        "condition": entry.condition.text.rstrip("。") if entry.condition else "",
        "further": _further(entry, values),
    }


def capitals(number: int) -> str:
    """A number below 100 as a cheque writes it: `伍`, `拾贰`, `贰拾`."""
    tens, ones = divmod(number, 10)
    text = ("" if tens <= 1 else DIGITS[tens]) + ("拾" if tens else "")
    return text + (DIGITS[ones] if ones or not tens else "")


def _photo(entry: Entry) -> str:
    return f"photo.{entry.photo.kind}"


def _years(since: date | None) -> int | None:
    return whole_months(since, clock.today()) // 12 if since else None


def _line(row) -> list[str]:
    until = f"{row.until:%Y.%m}" if row.until else "至今"
    return [f"{row.since:%Y.%m}—{until}", f"{row.employer}，{row.occupation}", row.witness]


def _certificate(values: dict) -> str:
    level = values.get("certificate_level")
    parts = [values.get("certificate_name", ""), Level(int(level)).printed if level else ""]
    return " ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _further(entry: Entry, values: dict) -> list[tuple[str, str]]:
    rows = [
        ("证件类型", entry.get_document_display()),
        ("出生日期", _day(entry.born_on)),
        ("人员类别", entry.get_audience_display()),
        ("毕业院校和专业", " ".join(_texts(values, "school_name", "major"))),
        ("毕业日期", _day(values.get("graduated_on"))),
        *((str(DETAIL_FIELDS[name].label), _said(name, values)) for name in FURTHER),
        ("累计从事本职业或相关职业", in_words(entry.months) if entry.months is not None else ""),
        ("准入依据", Ground(entry.ground).label),
        ("理由", entry.reason),
    ]
    return [(label, text) for label, text in rows if text]


def _texts(values: dict, *names: str) -> list[str]:
    return [str(values[name]) for name in names if values.get(name)]


def _said(name: str, values: dict) -> str:
    value = values.get(name)
    if not value:
        return ""
    if value is True:
        return "是"
    if isinstance(value, date):
        return _day(value)
    return str(dict(getattr(DETAIL_FIELDS[name], "choices", ())).get(str(value), value))
