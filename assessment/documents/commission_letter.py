"""The 委托函 of a centre (HB-01), and the notice that a commission is on record (LC-03)."""

from django.utils.formats import date_format

from accounts.selectors import offices
from assessment.models import Commission
from casework.letters import LetterKind
from catalogue.enums import Level
from catalogue.regulations.schema import Document
from catalogue.regulations.terms import Authority, Organ, Tier

ENTRUSTED = LetterKind(
    "commission", "委托函", "委", "printing/assessment/commission_letter_entrusted.1.html"
)
RECORDED = LetterKind(
    "commission_record",
    "委托评价备案通知书",
    "委备",
    "printing/assessment/commission_letter_recorded.1.html",
)


def kind(case: Commission) -> LetterKind:
    """Which of the two a commission ends with."""
    return RECORDED if case.is_among_own_kind else ENTRUSTED


def content(case: Commission) -> dict[str, object]:
    """Plain values for the template; number, office and date are those of the letter."""
    rows = list(case.items.select_related("occupation"))
    both = f"{case.agency}、{case.owner}"
    return {
        "addressee": both if case.is_among_own_kind else str(case.agency),
        "client": case.owner.name,
        "client_code": case.owner.code,
        "agency": case.agency.name,
        "agency_code": case.agency.code,
        "asked_on": date_format(case.asked_on),
        "signed_on": date_format(case.signed_on),
        "division": case.division.full_name,
        "rows": [
            [
                row.occupation.code,
                row.occupation.name,
                row.printed_work_type,
                Level(row.level).printed,
                row.headcount,
            ]
            for row in rows
        ],
        "total": sum(row.headcount for row in rows),
        "basis": _named(case.regulation.documents[0]),
        "copied_to": "、".join(_copies(case)),
    }


def _named(document: Document) -> str:
    return f"《{document.title}》" + (f"（{document.number}）" if document.number else "")


def _copies(case: Commission) -> list[str]:
    """The client, and the centre of the place of assessment where it is another (HB-05)."""
    if case.is_among_own_kind:
        return []
    place = offices(Authority(Tier.CITY, Organ.CENTRE), case.division).exclude(pk=case.office_id)
    return [case.owner.name, *(office.name for office in place)]
