"""The panel on the page of a filing: who sits on it, who has spoken, what came of it."""

from accounts.models import User
from casework.parts import Part
from filing.models import Filing
from filing.selectors import experts
from filing.services import evaluation, opinions


def asked(filing: Filing, user: User) -> Part | None:
    """The panel, at the head of the page, for the expert of whom it waits for a word."""
    found = _panel(filing, user) if experts.seat_of(user, filing) else None
    return found if found and _is_asked(found) else None


def part(filing: Filing, user: User) -> Part | None:
    """The panel in its place, for all others."""
    found = _panel(filing, user)
    return found if found and not _is_asked(found) else None


def _is_asked(panel: Part) -> bool:
    return panel.shown["writes"] or panel.shown["dissents"]


def _panel(filing: Filing, user: User) -> Part | None:
    """The newest panel; for a reviewer also that there is none where there should be one."""
    newest = filing.panels.select_related("lot").order_by("-pk").first()
    again = evaluation.may_convene_again(user, filing)
    if newest is None and not again:
        return None
    seat = experts.seat_of(user, filing)
    return Part(
        "filing/panel/part.html",
        {
            "filing": filing,
            "stand": experts.tally(newest) if newest else None,
            "again": again,
            "writes": bool(seat) and opinions.is_silent(seat),
            "dissents": bool(seat) and opinions.may_dissent(user, filing),
        },
    )
