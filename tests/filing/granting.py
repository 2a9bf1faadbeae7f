"""Filings with a scope, and the receipts given for them."""

import io
from datetime import date, datetime, time

from django.utils import timezone
from pypdf import PdfReader

from casework.models import StoredFile
from casework.services import door, files
from config import clock
from filing.models import Agency, AgencyScope, Filing, ScopeItem
from tests.filing.world import World

LN, LC, SD, JS = (
    "liaoning-enterprise",
    "liaocheng-enterprise",
    "shandong-social",
    "jiangsu-enterprise",
)
DAY = date(2026, 11, 23)  # a Monday
ELECTRICIAN, WELDER, TURNER = "6-31-01-03", "6-18-02-04", "6-18-01-01"
# regulation → (place, affiliation, kind, receiver, the office that issues)
PLACES = {
    LC: ("371502", "city", "enterprise", "lc", "lc"),
    LN: ("210300", "city", "enterprise", "as", "ln"),
    JS: ("320500", "city", "enterprise", "sz", "sz"),
    SD: ("371502", "city", "association", "lc_centre", "lc_centre"),
}
BEFORE_RECEIPT = {
    LC: "reported",
    LN: "rechecked",
    JS: "reported",
    SD: "publicised",
}


def ask_for(world: World, filing: Filing, *wanted: tuple) -> Filing:
    """(code of the occupation, 工种, lowest level, highest level) each; in place of what was."""
    filing.scope.all().delete()
    for code, work_type, lowest, highest in wanted:
        ScopeItem.objects.create(
            filing=filing,
            occupation=world.occupations[code],
            work_type=work_type,
            lowest=lowest,
            highest=highest,
        )
    return filing


def waiting_for_receipt(
    world: World,
    regulation: str = LN,
    *wanted: tuple,
    owner=None,
    actor=None,
    **columns,
) -> Filing:
    """A filing that the issuer of its regulation has before him."""
    place, affiliation, kind, receiver, office = PLACES[regulation]
    if owner is None:
        owner, actor = world.applicant(place, affiliation, kind)
    columns = {
        "state": BEFORE_RECEIPT[regulation],
        "receiver": receiver,
        "office": office,
    } | columns
    filing = world.filing(regulation=regulation, owner=owner, actor=actor, **columns)
    return ask_for(world, filing, *(wanted or [(ELECTRICIAN, "", 5, 3)]))


def passed(world, regulation: str, state: str = "passed", receiver: str = "") -> Filing:
    """Evaluated, and with its receiver; 电工 and 电焊工 are asked for."""
    """Evaluated, with the panel's conclusion, and with its receiver."""
    place, affiliation, kind, usual, _ = PLACES[regulation]
    owner, actor = world.applicant(place, affiliation, kind)
    receiver = receiver or usual
    filing = world.filing(state, regulation=regulation, owner=owner, actor=actor, receiver=receiver)
    return ask_for(world, filing, (ELECTRICIAN, "", 5, 3), (WELDER, "电焊工", 4, 4))


def signer(world: World, regulation: str = LN):
    return world.staff[PLACES[regulation][4]]


def issued(world: World, regulation: str = LN, *wanted, **data) -> Filing:
    """A filing with its receipt, given today."""
    filing = waiting_for_receipt(world, regulation, *wanted)
    door.perform(filing, "issue_receipt", actor=signer(world, regulation), **data)
    return Filing.objects.get(pk=filing.pk)


def again(world: World, filing: Filing, purpose: str, *wanted: tuple) -> Filing:
    """Another filing for the agency of `filing`, before its receipt."""
    return waiting_for_receipt(
        world,
        filing.regulation_id,
        *wanted,
        owner=filing.owner,
        actor=filing.created_by,
        purpose=purpose,
        agency=filing.agency,
    )


def scope_rows(agency: Agency) -> list[tuple]:
    """(occupation, 工种, level, since, until) of every row there ever was."""
    rows = AgencyScope.objects.filter(agency=agency).order_by("occupation__code", "-level", "pk")
    return list(rows.values_list("occupation__code", "work_type", "level", "since", "until"))


def periods(agency: Agency) -> list[tuple]:
    return list(agency.periods.order_by("since", "pk").values_list("status", "since", "until"))


def text_of(file: StoredFile) -> str:
    """What a reader finds in a stored PDF, without line breaks and blanks."""
    pages = PdfReader(io.BytesIO(files.read(file))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def today():
    return clock.today()


def on(day: date):
    """The clock at nine in the morning of a day."""
    return clock.travel(timezone.make_aware(datetime.combine(day, time(9))))
