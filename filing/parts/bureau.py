"""The first answer on the page of a filing: reading view, supplement lists, and what came late."""

from accounts.models import User
from accounts.selectors import holds
from casework.enums import Progress
from casework.parts import Part
from filing.models import Filing
from filing.selectors import rounds


def desk(filing: Filing, user: User) -> Part | None:
    """The way into the reading view, for officers and the panel."""
    if holds(user, filing.owner_id):
        return None
    raises = rounds.may_raise(user, filing)
    return Part(
        "filing/bureau/desk.html",
        {
            "filing": filing,
            "pending": len(rounds.pending(filing)) if raises else 0,
            "may_ask": rounds.may_ask(user, filing),
            "may_allow": rounds.may_allow(user, filing),
            "late": _late(filing),
        },
    )


def told(filing: Filing, user: User) -> Part | None:
    """What was to be mended, for everybody who may see the filing."""
    sent = rounds.sent(filing)
    return Part("filing/bureau/told.html", {"rounds": sent}) if sent else None


def _late(filing: Filing) -> list:
    """The limits that ended overdrawn."""
    return list(filing.deadlines.filter(progress=Progress.DONE, late_by__gt=0))
