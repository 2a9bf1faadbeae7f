"""Where the filing stands, and the way to fill it in for who may."""

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework import route
from casework.parts import Part
from filing.models import Filing
from filing.selectors.drafts import open_sections


def part(filing: Filing, user: User) -> Part:
    fills = holds(user, filing.owner_id, *SPEAKERS) and bool(open_sections(filing))
    shown = {
        "filing": filing,
        "fills": fills,
        "sent": holds(user, filing.owner_id, *SPEAKERS) and filing.submissions.exists(),
        "stations": route.stations(filing),
        "aside": route.aside(filing),
        "window": filing.window,
    }
    return Part("filing/parts/route.html", shown)
