"""Who reads and keeps the archive of a plan, and what is registered in it."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import governs, holds, staffed_by
from assessment.models import Plan
from assessment.selectors.entries import of_agency, of_client
from assessment.selectors.prints import reader_of
from casework.models import DestroyedFile
from catalogue import regulations
from catalogue.regulations.schema import Retention
from catalogue.regulations.terms import PlanStep
from config import clock
from results.models import ArchiveItem, Dossier, Hold

REGISTERED_IN = (
    PlanStep.HELD,
    PlanStep.SCORED,
    PlanStep.PUBLICITY,
    PlanStep.PUBLICISED,
    PlanStep.REVIEW,
    PlanStep.REVIEW_RETURNED,
    PlanStep.CONFIRMED,
    PlanStep.CERTIFIED,
    PlanStep.ARCHIVED,
)
WHOLE = (PlanStep.CONFIRMED, PlanStep.CERTIFIED, PlanStep.ARCHIVED)


def offices_of(user: User, plan: Plan) -> list[Organisation]:
    """The bureaus in which somebody works that have, received or govern the plan, or filed its
    agency."""
    own = (plan.office_id, plan.receiver_id, plan.agency.issuer_id)
    return [
        office for office in staffed_by(user) if office.pk in own or governs(office, plan.division)
    ]


def reads(user: User, plan: Plan) -> bool:
    """Who sees the archive of a plan: the agency's managers and clerks, and the offices."""
    return of_agency(user, plan) or bool(offices_of(user, plan))


def is_open(plan: Plan) -> bool:
    """Whether there is something to keep: the sessions are over."""
    return plan.state in REGISTERED_IN


def registers(user: User, plan: Plan) -> bool:
    """Who enters what is kept; also after the plan was archived, so that what turns up late is not
    lost."""
    return is_open(plan) and of_agency(user, plan)


def is_strikable(user: User, item: ArchiveItem) -> bool:
    """Whether somebody may strike an entry out as wrong, holds apart: the agency, on the day on
    which it was made, before the plan is archived."""
    made_today = clock.today() == timezone.localdate(item.added_at)
    fresh = item.struck_at is None and made_today and item.plan.state != PlanStep.ARCHIVED
    return fresh and registers(user, item.plan)


def may_strike(user: User, item: ArchiveItem) -> bool:
    """Whether an entry may be struck out now: nothing holds the plan either."""
    return is_strikable(user, item) and not is_held(item.plan)


def holder_for(user: User, plan: Plan) -> Organisation | None:
    """For which organisation somebody may forbid the destruction of a plan's archive: a bureau of
    the territory, else the agency of which one is a manager."""
    if not is_open(plan):
        return None
    if offices := offices_of(user, plan):
        return offices[0]
    return plan.owner if holds(user, plan.owner_id, Role.MANAGER) else None


def may_lift(user: User, hold: Hold) -> bool:
    """Who ends a hold: whoever placed it, as long as he or she works there; else a bureau, of what
    a bureau placed only that bureau or one above it."""
    if hold.lifted_at is not None:
        return False
    plan = hold.plan
    if hold.placed_by_id == user.pk and holds(user, hold.office_id):
        return holder_for(user, plan) is not None
    offices = offices_of(user, plan)
    if not hold.office.is_bureau:
        return bool(offices)
    return any(
        office.pk == hold.office_id
        or (office.tier != hold.office.tier and governs(office, hold.office.division))
        for office in offices
    )


def is_held(plan: Plan) -> bool:
    """Whether a hold forbids to destroy anything of a plan."""
    return Hold.objects.filter(plan=plan, lifted_at=None).exists()


def items(plan: Plan) -> QuerySet[ArchiveItem]:
    """What was registered, what was struck out too."""
    return ArchiveItem.objects.filter(plan=plan).select_related("file", "added_by", "struck_by")


def in_force(plan: Plan) -> QuerySet[ArchiveItem]:
    """What is registered and counts."""
    return items(plan).filter(struck_at=None)


def holds_of(plan: Plan) -> QuerySet[Hold]:
    """Every hold, those in force first."""
    rows = Hold.objects.filter(plan=plan)
    rows = rows.select_related("office__division", "placed_by", "lifted_by")
    return rows.order_by("lifted_at", "-placed_at", "-pk")


def rules_of(plan: Plan) -> tuple[Retention, ...]:
    """The rules under which a plan's archive is kept: those with which it began and those in force
    now, of which the longer counts."""
    return plan.regulation.retention, regulations.get(plan.regulation_id).retention


def ended_on(plan: Plan) -> date | None:
    """The day from which terms count at the earliest: that of archiving, before it the last day of
    the assessment."""
    return timezone.localdate(plan.closed_at) if plan.closed_at else plan.last_on


def taker_for(user: User, plan: Plan) -> Organisation | None:
    """For which organisation somebody may have a plan's dossier, with ID numbers in full: the
    agency, or the office that has the plan. Not the client: the papers with their key and other
    people's scores are the agency's."""
    if of_client(user, plan) and not of_agency(user, plan):
        return None
    return reader_of(user, plan)


def makes_dossier(user: User, plan: Plan) -> bool:
    """Whether somebody may have the dossier made now: results are final, and nothing of the plan
    has been destroyed (销毁清册), as it would lack that."""
    if plan.state not in WHOLE or taker_for(user, plan) is None:
        return False
    return not DestroyedFile.objects.filter(file__case_id=plan.pk).exists()


def dossiers(plan: Plan) -> QuerySet[Dossier]:
    """The dossiers of a plan, the newest first."""
    return Dossier.objects.filter(plan=plan).select_related("job", "made_by")
