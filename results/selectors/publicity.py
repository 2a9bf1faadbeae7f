"""The publicity of a plan's results: what was published, who is listed, what is still open."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from assessment.enums import EntryStatus
from assessment.models import Plan, PlanItem
from casework.enums import PublicationStatus
from casework.models import Objection, Publication
from catalogue import workdays
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import PlanStep
from results.enums import CorrectionStatus, Outcome
from results.models import Correction, Recheck, Result
from results.selectors.scores import STAFF

CLEARS = "clear"  # the act with which the window ends
DEADLINE, PUBLISHING = "publicity", "publish_results"
LONGEST = 60
STATES = (
    PlanStep.SCORED,
    PlanStep.PUBLICITY,
    PlanStep.PUBLICISED,
    PlanStep.REVIEW_RETURNED,
)
ANSWERING = (CorrectionStatus.AGREED, CorrectionStatus.APPLIED)
WAITING = (CorrectionStatus.PROPOSED, CorrectionStatus.AGREED)


@dataclass(frozen=True)
class Tally:
    """How many of an occupation at a level were to be assessed, and how many qualified."""

    item: PlanItem
    people: int
    qualified: int


def publications_of(plan: Plan) -> QuerySet[Publication]:
    """Every publicity of the results, newest first."""
    return plan.publications.filter(act=CLEARS).order_by("-pk")


def latest(plan: Plan) -> Publication | None:
    """The newest of them."""
    return publications_of(plan).first()


def is_shown(publication: Publication) -> bool:
    """Whether the public may read its names: while the window is open. What was corrected, taken
    back or is over is no reason any more to keep names in public."""
    return publication.is_open


def tallies(plan: Plan) -> list[Tally]:
    """One for each item, in the order of the plan."""
    rows = Result.objects.filter(plan=plan, superseded_at=None).order_by()
    counts = rows.values_list("entry__item").annotate(
        people=Count("pk"), good=Count("pk", filter=Q(outcome=Outcome.QUALIFIED))
    )
    found = {item: (people, good) for item, people, good in counts}
    items = plan.items.select_related("occupation")
    return [Tally(item, *found.get(item.pk, (0, 0))) for item in items]


def qualified(plan: Plan) -> QuerySet[Result]:
    """The results in force of who qualified, as they are listed."""
    rows = Result.objects.filter(plan=plan, superseded_at=None, outcome=Outcome.QUALIFIED)
    return (
        rows.select_related("entry__item__occupation")
        .defer("entry__details", "entry__phone")
        .order_by("entry__ticket", "entry__number")
    )


def without_result(plan: Plan) -> int:
    """How many of those approved have no result yet."""
    rows = Result.objects.filter(entry=OuterRef("pk"), superseded_at=None)
    approved = plan.entries.filter(status=EntryStatus.APPROVED)
    return approved.filter(~Exists(rows)).count()


def objections_of(plan: Plan) -> QuerySet[Objection]:
    """Objections to any publicity of the results."""
    return Objection.objects.filter(publication__case_id=plan.pk, publication__act=CLEARS)


def uncorrected_objections(plan: Plan) -> QuerySet[Objection]:
    """Those upheld that no correction answers yet."""
    answered = Correction.objects.filter(objection=OuterRef("pk"), status__in=ANSWERING)
    return objections_of(plan).filter(~Exists(answered), upheld=True)


def uncorrected_rechecks(plan: Plan) -> QuerySet[Recheck]:
    """Those upheld that no correction answers yet."""
    answered = Correction.objects.filter(recheck=OuterRef("pk"), status__in=ANSWERING)
    return Recheck.objects.filter(~Exists(answered), entry__plan=plan, upheld=True)


def agreed_corrections(plan: Plan) -> list[Correction]:
    """Those that wait to be put in force."""
    return list(plan.corrections.filter(status=CorrectionStatus.AGREED).order_by("pk"))


def unsettled(plan: Plan) -> list[str]:
    """What is still open about the scores, but for corrections that are agreed to, in sentences."""
    open_ = Recheck.objects.filter(entry__plan=plan, answered_at=None).count()
    proposed = plan.corrections.filter(status=CorrectionStatus.PROPOSED).count()
    said = []
    if open_:
        said.append(f"有 {open_} 件成绩复核申请尚未答复。")
    if count := uncorrected_rechecks(plan).count():
        said.append(f"有 {count} 件复核认定成绩有误，还没有同意的更正。")
    if numbers := list(uncorrected_objections(plan).values_list("number", flat=True)):
        said.append(f"异议 {'、'.join(numbers)} 成立，还没有同意的更正。")
    if proposed:
        said.append(f"有 {proposed} 件更正等待同意。")
    return said


def hindrance(plan: Plan) -> str:
    """Why the publicity cannot end yet, whatever publicity was objected to; empty where it can."""
    said = unsettled(plan)
    if objections_of(plan).filter(answered_at=None).exists():
        said.insert(0, "有异议尚未答复。")
    if plan.corrections.filter(status=CorrectionStatus.AGREED).exists():
        said.append("有已同意的更正尚未重新公示。")
    return "".join(said)


def rule_of(plan: Plan, key: str = DEADLINE) -> Deadline | None:
    """What the regulation says of a length of time; None where it says nothing."""
    return next((rule for rule in plan.regulation.deadlines if rule.key == key), None)


def least_days(plan: Plan) -> int:
    """For how many working days the results must be public at the least."""
    rule = rule_of(plan)
    return rule.amount if rule else 1


def late_by(plan: Plan, day) -> int:
    """By how many working days a publicity begun on `day` is late, counted from the last session
    (HB-07); 0 where it is in time or the regulation sets no time."""
    rule, last = rule_of(plan, PUBLISHING), last_session(plan)
    if rule is None or last is None or day <= last:
        return 0
    ran = workdays.working_days_between(last, day, calendar=workdays.current())
    return max(0, ran - rule.amount)


def last_session(plan: Plan):
    """The day on which the last session ended."""
    ended = plan.sessions.filter(cancelled_at=None).aggregate(at=Max("ends_at"))["at"]
    return localtime(ended).date() if ended else plan.last_on


def was_published(plan: Plan) -> bool:
    """Whether the results were ever made public."""
    return publications_of(plan).exists()


def was_withdrawn(plan: Plan) -> bool:
    """Whether the newest publicity was taken back, so that there is none."""
    newest = latest(plan)
    return newest is not None and newest.status == PublicationStatus.WITHDRAWN


def may_propose(user: User, plan: Plan) -> bool:
    """Whether somebody may propose a correction now: whoever works on scores in the agency."""
    return plan.state in STATES and holds(user, plan.owner_id, *STAFF)


def may_decide(user: User, correction: Correction) -> bool:
    """Whether somebody may agree to it or refuse it now: another than who proposed it."""
    plan = correction.plan
    return (
        correction.status in WAITING
        and plan.state in STATES
        and correction.proposed_by_id != user.pk
        and holds(user, plan.owner_id, *SPEAKERS)
    )


def may_withdraw(user: User, correction: Correction) -> bool:
    """Whether somebody may take a proposal back: who made it, before it was answered."""
    return (
        correction.status == CorrectionStatus.PROPOSED
        and correction.proposed_by_id == user.pk
        and holds(user, correction.plan.owner_id, *STAFF)
    )


def may_see_corrections(user: User, plan: Plan) -> bool:
    """Who of those who see the plan sees its corrections: those who work on scores, and the
    officers who answer for the results."""
    offices = (plan.office_id, plan.receiver_id, plan.agency.issuer_id)
    return holds(user, plan.owner_id, *STAFF) or any(holds(user, pk) for pk in offices if pk)
