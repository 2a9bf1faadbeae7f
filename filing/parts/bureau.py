"""The first answer on the page of a filing: reading view, supplement lists, and what came late."""

from accounts.models import User
from accounts.selectors import holds
from casework.enums import Progress
from filing import rounds
from filing.models import Filing
from filing.parts import Part


def part(filing: Filing, user: User) -> Part | None:
    """For officers and the panel always; for the applicant once something was to be mended."""
    applicant = holds(user, filing.owner_id)
    sent = rounds.sent(filing)
    if applicant and not sent:
        return None
    raises = rounds.may_raise(user, filing)
    return Part(
        "filing/bureau/part.html",
        {
            "filing": filing,
            "reads": not applicant,
            "pending": len(rounds.pending(filing)) if raises else 0,
            "rounds": sent,
            "may_ask": rounds.may_ask(user, filing),
            "may_allow": rounds.may_allow(user, filing),
            "late": [] if applicant else _late(filing),
        },
    )


def _late(filing: Filing) -> list:
    """The limits that ended overdrawn."""
    return list(filing.deadlines.filter(progress=Progress.DONE, late_by__gt=0))
