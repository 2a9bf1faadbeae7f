"""What came of the evaluation: commitment, reports, receipts, and the entry in the register."""

import json
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework.models import Event
from casework.parts import Part
from config import clock
from filing.documents import receipt_content
from filing.documents.letters import RECEIPT
from filing.models import Filing
from filing.selectors import register


@dataclass(frozen=True)
class Paper:
    """A PDF that was made by an act."""

    title: str
    at: datetime
    file: str
    digest: str


def part(filing: Filing, user: User) -> Part | None:
    """Shown as soon as there is something of it; to everybody who may see the filing."""
    papers = [_paper(event) for event in _events(filing)]
    receipts = filing.letters.filter(kind=RECEIPT.code).select_related("file", "office")
    shown = {"papers": papers, "receipts": list(receipts), "agency": filing.agency}
    if not any(shown.values()):
        return None
    shown["own"] = holds(user, filing.owner_id, *SPEAKERS)
    if filing.agency:
        shown["code_name"] = receipt_content.code_name(filing)
        shown["status"] = status = register.status_on(filing.agency, clock.today())
        shown["tone"] = register.TONES[status] if status else "neutral"
    return Part("filing/province/part.html", shown)


def _events(filing: Filing) -> list[Event]:
    """In the order in which they came."""
    return list(filing.events.filter(act__in=("commit", "report")).order_by("sequence"))


def _paper(event: Event) -> Paper:
    facts = json.loads(event.facts)
    if event.act == "commit":
        return Paper("承诺书", event.at, facts["file"], facts["sha256"])
    return Paper(f"{facts['title']}（报送{facts['to']}）", event.at, facts["file"], "")
