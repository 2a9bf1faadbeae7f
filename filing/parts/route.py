"""Where the filing stands, and the way to fill it in for who may."""

from accounts.models import User
from accounts.selectors import holds
from casework import kinds
from filing.models import Filing
from filing.models.filing import APPLICANTS
from filing.parts import Part
from filing.selectors import route
from filing.selectors.drafts import open_sections


def part(filing: Filing, user: User) -> Part:
    fills = holds(user, filing.owner_id, *APPLICANTS) and bool(open_sections(filing))
    shown = {
        "filing": filing,
        "fills": fills,
        "sent": holds(user, filing.owner_id, *APPLICANTS) and filing.submissions.exists(),
        "stations": route.stations(filing),
        "aside": "" if _on_line(filing) else kinds.state_label(filing),
        "window": filing.window,
    }
    return Part("filing/parts/route.html", shown)


def _on_line(filing: Filing) -> bool:
    return filing.state in [step.key for step in filing.regulation.processes.filing.main_line]
