"""What a commission asks for, what is still open in it, and the plans made from it."""

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from assessment import selectors
from assessment.checks import commissions as checks
from assessment.models import Commission
from assessment.models.commission import AGAIN, EDITABLE
from assessment.selectors.commissions import plans_of
from casework import kinds
from casework.parts import Part
from catalogue.regulations.terms import CommissionStep


def part(case: Commission, user: User) -> Part | None:
    """For everybody who sees it; the way into the draft for its client, and into a plan for its
    agency once it is granted."""
    items = list(case.items.select_related("occupation"))
    agency = holds(user, case.agency.organisation_id, *SPEAKERS)
    granted = case.state == CommissionStep.GRANTED
    shown = {
        "case": case,
        "items": items,
        "total": sum(item.headcount for item in items),
        "issues": checks.of_step(case) if case.is_open else [],
        "fill": case.state in EDITABLE and holds(user, case.owner_id, *SPEAKERS),
        "again": case.state in AGAIN and holds(user, case.owner_id, *SPEAKERS),
        "plan": granted
        and agency
        and selectors.agencies_of(user).filter(pk=case.agency_id).exists(),
        "plans": [(plan, kinds.state_label(plan)) for plan in plans_of(case, user)],
        "granted": granted,
    }
    return Part("assessment/commissioning/part.html", shown)
