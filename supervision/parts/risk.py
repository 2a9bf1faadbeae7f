"""Risk signals on an agency's page, for officers of its territory alone, and on a review's page."""

from datetime import date

from accounts.models import User
from casework.parts import Part
from filing.models import Agency
from supervision import risk
from supervision.models import RiskReview
from supervision.selectors import risk as reads


def of_agency(agency: Agency, day: date, user: User) -> tuple[Part, ...]:
    """What stands out at an agency now; nothing for anybody but officers of its territory, and
    nothing on the page of a past day."""
    run = reads.latest_run()
    if not user.is_authenticated or run is None or day < run.day or not reads.may_see(user, agency):
        return ()
    rows = [row for row in reads.signals_of(agency) if row.ended_on is None]
    shown = {"agency": agency, "signals": rows, "run": run}
    return (Part("supervision/risk/register.html", shown),)


def review(case: RiskReview, user: User) -> Part:
    """The signal as it read when it was looked into, and what was found."""
    rules = risk.rules()
    shown = {"case": case, "signal": case.signal, "about": rules.of(case.signal.kind).about}
    return Part("supervision/risk/review_part.html", shown)
