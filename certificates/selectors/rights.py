"""Who does what with the certificates of a plan."""

from accounts.models import Organisation, User
from accounts.selectors import governs, staffed_by
from assessment.models import Plan
from assessment.selectors.entries import may_read_roster, of_agency
from assessment.selectors.prints import reader_of
from casework.models import Case
from catalogue.regulations.terms import PlanStep
from certificates.models import Certificate
from certificates.selectors import visible
from certificates.selectors.visible import certificates_visible_to

NUMBERED_IN = (
    PlanStep.SCORED,
    PlanStep.PUBLICITY,
    PlanStep.PUBLICISED,
    PlanStep.REVIEW,
    PlanStep.REVIEW_RETURNED,
    PlanStep.CONFIRMED,
)
SHOWN_IN = (*NUMBERED_IN, PlanStep.CERTIFIED, PlanStep.ARCHIVED)


def reads(user: User, plan: Plan) -> bool:
    """Who sees the page of a plan's certificates, with names and numbers: the people who handle
    the plan, and the offices that read its roster."""
    return plan.state in SHOWN_IN and may_read_roster(user, plan)


def may_number(user: User, case: Case) -> bool:
    """Who says where numbers come from and brings them in, while nothing is certified: managers
    and clerks of the agency."""
    return case.state in NUMBERED_IN and of_agency(user, case)


def may_issue(user: User, case: Case) -> bool:
    """Who begins to issue, goes on, and declares somebody's certificate unprintable: managers and
    clerks of the agency, once results are confirmed."""
    return case.state == PlanStep.CONFIRMED and of_agency(user, case)


def takes_all(user: User, plan: Plan) -> Organisation | None:
    """For which organisation somebody may have the certificates of a plan as files, with ID numbers
    in full: the agency, the client, the office that has the plan."""
    return reader_of(user, plan) if reads(user, plan) else None


def prints_on(user: User, plan: Plan | None) -> Organisation | None:
    """For which organisation somebody may print certificates on paper that is printed already: the
    agency, whose managers and clerks do it."""
    return plan.owner if plan and of_agency(user, plan) else None


def taker_for(user: User, found: Certificate) -> Organisation | None:
    """For which organisation somebody may have the PDF of a certificate, with its holder's ID
    number: its agency, the client, the office that has the plan."""
    if found.plan is None or not certificates_visible_to(user).filter(pk=found.pk).exists():
        return None
    return reader_of(user, found.plan)


def may_see_in_full(user: User, found: Certificate) -> bool:
    """Who sees the ID number of a holder: the managers and clerks of its agency, and officers of
    its territory."""
    return visible.runs(user, found) or any(
        governs(office, found.division) for office in staffed_by(user)
    )
