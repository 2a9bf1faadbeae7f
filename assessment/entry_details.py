"""What else a registration holds: `Entry.details`, canonical JSON by field.

The keys are those of `KEYS`; a field that is empty is left out. Dates are `YYYY-MM-DD`, choices the
values of the catalogue's lists, boxes `true`. Form, roster import and the printed form share them.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from assessment.eligibility import Certificate, Education, Facts, Period, Title
from catalogue.regulations.terms import Content

DATES = (
    "post_since",
    "certificate_on",
    "graduated_on",
    "title_on",
    "promised_on",
)
BOXES = (
    "certificate_related",
    "related_major",
    "assessed_programme",
    "apprenticeship",
    "reserve_technician",
)
TEXTS = (
    "education",  # 文化程度
    "department",
    "employer_address",
    "hr_phone",
    "school_kind",  # catalogue.enums.School
    "school_stage",  # catalogue.enums.Schooling
    "school_name",
    "major",
    "certificate_name",
    "certificate_level",  # catalogue.enums.Level, as text
    "certificate_number",
    "certificate_issuer",
    "title_grade",  # catalogue.enums.TitleGrade
    "title_name",
    "engagement",  # catalogue.enums.Engagement
    "projects",
    "problems_solved",
    "apprentices",
    *(f"content_{content.value}" for content in Content),
)
KEYS = frozenset((*DATES, *BOXES, *TEXTS))


def dump(values: Mapping[str, object]) -> str:
    """The text that `Entry.details` keeps. Raises KeyError for a field that is not known."""
    if unknown := set(values) - KEYS:
        raise KeyError("、".join(sorted(unknown)))
    plain = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value not in (None, "", False)
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> dict[str, object]:
    """The fields with their dates as dates; what was left out is not there."""
    values = json.loads(text or "{}")
    for key in DATES:
        if key in values:
            values[key] = date.fromisoformat(values[key])
    return values


def facts(born_on: date, values: Mapping[str, object], work: Iterable[Period]) -> Facts:
    """What eligibility is judged by."""
    return Facts(
        born_on=born_on,
        engagement=str(values.get("engagement", "")),
        work=tuple(work),
        certificates=_certificates(values),
        titles=_titles(values),
        education=_education(values),
        reserve_technician=bool(values.get("reserve_technician")),
        apprenticeship=bool(values.get("apprenticeship")),
    )


def _certificates(values: Mapping) -> tuple[Certificate, ...]:
    if not values.get("certificate_level"):
        return ()
    level = int(values["certificate_level"])
    related = bool(values.get("certificate_related"))
    return (Certificate(level, values.get("certificate_on"), related),)


def _titles(values: Mapping) -> tuple[Title, ...]:
    grade = values.get("title_grade")
    return (Title(str(grade), values.get("title_on")),) if grade else ()


def _education(values: Mapping) -> tuple[Education, ...]:
    if not values.get("school_kind") or not values.get("school_stage"):
        return ()
    return (
        Education(
            school=str(values["school_kind"]),
            stage=str(values["school_stage"]),
            on=values.get("graduated_on"),
            related_major=bool(values.get("related_major")),
            assessed_programme=bool(values.get("assessed_programme")),
        ),
    )
