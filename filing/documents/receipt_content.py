"""What stands on a 备案回执 (FACTS 2.6): before it is issued as in the PDF itself."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.utils.formats import date_format

from accounts.models import Organisation
from accounts.selectors import offices
from filing import validity
from filing.enums import Purpose
from filing.models import Filing
from filing.selectors import granted

NO_TERM = "未规定有效期"
DONE = {
    Purpose.FIRST: "准予备案",
    Purpose.SCOPE: "准予变更备案的职业（工种）、等级",
    Purpose.RENEWAL: "准予延续备案",
}


@dataclass(frozen=True)
class Copy:
    """One of those to whom a receipt is copied (抄送): as it is named, and the office where it is
    in this portal."""

    name: str
    office: Organisation | None


def copies(filing: Filing) -> list[Copy]:
    """In the order of the regulation."""
    regulation, found = filing.regulation, []
    for authority in regulation.receipt.copied_to:
        here = list(offices(authority, filing.division))
        found += [Copy(office.name, office) for office in here] or [
            Copy(regulation.title_of(authority), None)
        ]
    return found


def code_name(filing: Filing) -> str:
    """What the place calls the code: 机构备案号, 机构代码."""
    return filing.regulation.receipt.code_name or "机构代码"


def address_of(code: str) -> str:
    """Where anybody finds the agency; the QR code leads there."""
    return f"{settings.SITE_URL}/agencies/{quote(code)}/"


def valid_until(filing: Filing, day: date) -> date | None:
    """The last day that a receipt of `day` gives; none without a term."""
    years = filing.regulation.renewal.years
    if filing.purpose == Purpose.SCOPE and filing.agency:
        return filing.agency.valid_until
    if filing.purpose == Purpose.RENEWAL and filing.agency:
        return validity.renewed(filing.agency.valid_until, years, day)
    return validity.last_day(day, years)


def of(filing: Filing, *, code: str, prefix: str, until: date | None) -> dict[str, object]:
    """Plain values for the template; number, office and date are those of the letter."""
    receipt = filing.regulation.receipt
    return {
        "name": filing.owner.name,
        "credit_code": filing.owner.code,
        "done": DONE[Purpose(filing.purpose)],
        "regulation": filing.regulation.name,
        "code_name": code_name(filing),
        "code": code,
        "prefix": prefix,
        "rows": [grant.row for grant in granted.scope_of(filing)],
        "validity": f"至 {date_format(until)}" if until else NO_TERM,
        "copied_to": "、".join(copy.name for copy in copies(filing)),
        "basis": "" if receipt.default else receipt.cite,
        "address": address_of(code),
    }
