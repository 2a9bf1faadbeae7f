"""Who may do what with the registrations of a plan."""

from django.db.models import QuerySet

from accounts.enums import OFFICE_STAFF, SPEAKERS, Role
from accounts.models import Organisation, User
from accounts.selectors import holds
from assessment.enums import EntryStatus
from assessment.models import Entry, Evidence, Plan
from casework.models import StoredFile
from casework.selectors import cases_visible_to
from catalogue.regulations.terms import PlanStep

OPEN = (PlanStep.ENROLMENT, PlanStep.ROSTER, PlanStep.ROSTER_RETURNED)
EDITABLE = (EntryStatus.DRAFT, EntryStatus.APPLIED, EntryStatus.REFUSED)


def is_open(plan: Plan) -> bool:
    """Whether registrations may be entered and decided now."""
    return plan.state in OPEN


def of_agency(user: User, plan: Plan) -> bool:
    """A manager or clerk of the agency."""
    return holds(user, plan.owner_id, *SPEAKERS)


def client_of(plan: Plan) -> Organisation | None:
    """The enterprise that commissioned the plan, or into which it was merged; none for other plans,
    and once it is closed."""
    if plan.for_commission is None:
        return None
    owner = plan.for_commission.owner
    client = owner.merged_into or owner
    return client if client.is_active else None


def of_client(user: User, plan: Plan) -> bool:
    """A manager or clerk of the enterprise that commissioned the plan."""
    client = client_of(plan)
    return client is not None and holds(user, client.pk, *SPEAKERS)


def handles(user: User, plan: Plan) -> bool:
    """Who enters and corrects: clerks of the agency and of the client."""
    return of_agency(user, plan) or of_client(user, plan)


def signs(user: User, plan: Plan) -> bool:
    """Who signs for the enterprise: the client's manager (HB-03). Of a plan for the agency's own
    people signing and approving are one step."""
    client = client_of(plan)
    return client is not None and holds(user, client.pk, Role.MANAGER)


def returnable(user: User, plan: Plan) -> tuple[EntryStatus, ...]:
    """From which states this person may send a registration back: the agency also takes back what
    it approved; none for who decides nothing."""
    if of_agency(user, plan):
        return EntryStatus.APPLIED, EntryStatus.SIGNED, EntryStatus.APPROVED
    return (EntryStatus.APPLIED,) if signs(user, plan) else ()


def may_edit(user: User, entry: Entry) -> bool:
    """Whether the person may change a registration now; what was signed or approved is taken back
    by whoever decides."""
    plan = entry.plan
    return is_open(plan) and entry.status in EDITABLE and handles(user, plan)


def entries_visible_to(user: User) -> QuerySet[Entry]:
    """The registrations of the plans that one sees."""
    return Entry.objects.filter(plan__case_ptr__in=cases_visible_to(user, "plan"))


def others_of(user: User, entry: Entry) -> QuerySet[Entry]:
    """The other registrations of the same person for the same occupation and level, as far as one
    sees their plans."""
    same = {"item__occupation": entry.item.occupation_id, "item__level": entry.item.level}
    rows = entries_visible_to(user).filter(id_hash=entry.id_hash, **same).exclude(pk=entry.pk)
    return rows.exclude(status=EntryStatus.WITHDRAWN).select_related("plan")[:20]


def may_see_in_full(user: User, entry: Entry) -> bool:
    """The people who handle the plan, and the office that reviews it."""
    plan = entry.plan
    return handles(user, plan) or (
        plan.office_id is not None and holds(user, plan.office_id, Role.REVIEWER)
    )


def may_read_roster(user: User, plan: Plan) -> bool:
    """Who opens the filed roster, which has everybody's ID number: the people who handle the plan,
    and those of the offices that take it, answer it or get a copy."""
    return handles(user, plan) or of_offices(user, plan)


def of_offices(user: User, plan: Plan) -> bool:
    """Works in an office that takes the plan, answers it or gets a copy."""
    offices = (plan.office_id, plan.receiver_id, plan.agency.issuer_id)
    return any(holds(user, pk, *OFFICE_STAFF) for pk in offices if pk)


def may_open(user: User, plan: Plan, file: StoredFile) -> bool:
    """Who opens a file of the plan: whoever sees the plan the portraits in use, the readers of the
    roster what proves a registration, as proofs have ID numbers on them. All else, such as what was
    taken out or replaced, is for the agency and the offices; an app above says otherwise of its
    own files (`kinds.Extension`)."""
    if Entry.objects.filter(plan=plan, photo=file).exists():
        return True
    if Evidence.objects.filter(entry__plan=plan, file=file).exists():
        return may_read_roster(user, plan)
    return of_agency(user, plan) or of_offices(user, plan)
