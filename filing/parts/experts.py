"""The panel on the page of a filing: who sits on it, who has spoken, what came of it."""

from accounts.models import User
from casework.parts import Part
from filing.models import Filing
from filing.selectors import experts
from filing.services import evaluation, opinions


def part(filing: Filing, user: User) -> Part | None:
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
