"""Blocks of the pages of rounds and contests, and of an agency's public page."""

from datetime import date

from accounts.models import User
from casework.parts import Part
from filing.models import Agency
from supervision.enums import RoundState
from supervision.models import CreditContest, CreditRound
from supervision.selectors import credit as reads
from supervision.services.credit import rounds

LATEST = 5


def round_(case: CreditRound, user: User) -> Part:
    """Period, formula, how many in each class, what was published."""
    shown = {
        "case": case,
        "rules": case.rules,
        "tally": reads.tally(case) if case.state != RoundState.DRAFT else None,
        "publication": rounds.latest(case),
        "hindrance": rounds.hindrance(case) if case.state == RoundState.PUBLICITY else "",
        "contest_until": reads.contest_until(case),
    }
    return Part("supervision/credit/round_part.html", shown)


def contest(case: CreditContest, user: User) -> Part:
    """The item, what is said against it, and the rating as it stands."""
    item = case.item
    rated = item.round
    rating = rated.ratings.filter(agency=item.agency_id, superseded_at=None).first()
    shown = {
        "case": case,
        "item": item,
        "round": rated,
        "worth": rated.rules.rule(item.rule),
        "rating": rating,
    }
    return Part("supervision/credit/contest_part.html", shown)


def of_agency(agency: Agency, day: date) -> tuple[Part, ...]:
    """The classes published for good by a day, on the public page of an agency."""
    rows = reads.final_of(agency).filter(round__final_on__lte=day)
    lines = [(row, row.round.rules.grade(row.grade)) for row in rows[:LATEST]]
    return (Part("supervision/credit/register.html", {"lines": lines}),) if lines else ()
