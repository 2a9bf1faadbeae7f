"""Who may do what with the registrations of a plan."""

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import holds
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from casework.selectors import cases_visible_to
from catalogue.regulations.terms import PlanStep

AGENTS = (Role.MANAGER, Role.CLERK)
OPEN = (PlanStep.ENROLMENT, PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)
EDITABLE = (EntryStatus.DRAFT, EntryStatus.APPLIED, EntryStatus.REFUSED)


def is_open(plan: Plan) -> bool:
    """Whether registrations may be entered and decided now."""
    return plan.state in OPEN


def of_agency(user: User, plan: Plan) -> bool:
    """A manager or clerk of the agency."""
    return holds(user, plan.owner_id, *AGENTS)


def of_client(user: User, plan: Plan) -> bool:
    """A manager or clerk of the enterprise that commissioned the plan."""
    return bool(plan.for_commission) and holds(user, plan.for_commission.owner_id, *AGENTS)


def handles(user: User, plan: Plan) -> bool:
    """Who enters and corrects: clerks of the agency and of the client."""
    return of_agency(user, plan) or of_client(user, plan)


def signs(user: User, plan: Plan) -> bool:
    """Who signs for the enterprise: the client's manager (HB-03). Of a plan for the agency's own
    people signing and approving are one step."""
    return bool(plan.for_commission) and holds(user, plan.for_commission.owner_id, Role.MANAGER)


def may_edit(user: User, entry: Entry) -> bool:
    """Whether the person may change a registration now; what was signed or approved is taken back
    by whoever decides."""
    plan = entry.plan
    return is_open(plan) and entry.status in EDITABLE and handles(user, plan)


def entries_visible_to(user: User) -> QuerySet[Entry]:
    """The registrations of the plans that one sees."""
    return Entry.objects.filter(plan__case_ptr__in=cases_visible_to(user))


def may_see_in_full(user: User, entry: Entry) -> bool:
    """The people who handle the plan, and the office that reviews it."""
    plan = entry.plan
    return handles(user, plan) or (
        plan.office_id is not None and holds(user, plan.office_id, Role.REVIEWER)
    )
