"""Numbers are reserved with the results, and every one of them ends issued or as a gap with its
reason (LC-18, SD-10, HB-07). The caller holds the lock on the plan, in a transaction.

Serials count under characters 1–16. The row of the counter is locked while some are taken, the
counters of a plan in ascending order, so that any number of agencies' clerks may do so at once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from assessment.models import Entry, Plan
from catalogue.regulations.terms import PlanStep
from certificates import numbers
from certificates.enums import GapReason, NumberState
from certificates.models import Certificate, IssueTerms, NumberCounter, ReservedNumber
from config import clock
from results.selectors import publicity

NO_PREFIX = (
    "“{}”还没有登记证书编号前段（13 位），不能编号。请备案机关在评价机构登记中补登；"
    "编号由上级系统下发的，请先在本计划的“证书编号”页面选择“编号由上级系统下发”。"
)
EXHAUSTED = (
    "{} 开头的证书序列码只剩 {} 个，本次需要 {} 个，没有编号。"
    "请联系备案机关另行分配评价机构（站点）序列码。"
)
BATCH = 1000


@dataclass(frozen=True)
class Outcome:
    """How many numbers were taken, and how many became gaps."""

    taken: int
    gaps: int


def settled(plan: Plan, actor: User, issue_on: date | None = None) -> None:
    """Results are filed or confirmed: answers `results.ports.results_settled`. Keeps the day on
    which the agency means to issue, and reserves. Raises as `reserve`."""
    terms, _ = IssueTerms.objects.get_or_create(plan=plan, defaults={"said_at": clock.now()})
    if issue_on:
        terms.issue_on, terms.said_by, terms.said_at = issue_on, actor, clock.now()
        terms.save(update_fields=["issue_on", "said_by", "said_at"])
    reserve(plan, actor, issue_on or clock.today())


def reserve(plan: Plan, actor: User, day: date) -> Outcome:
    """A number of the year of `day` for everybody who qualified and has none; run again, it changes
    nothing. What was reserved for somebody who qualifies no more, or for another year, is a gap.

    Raises ValidationError where the agency has no prefix or its serials do not suffice; the
    caller's transaction then leaves nothing half written.
    """
    entries = [result.entry for result in publicity.qualified(plan)]
    open_ = _open(plan)
    gone = end(open_.exclude(entry__in=[each.pk for each in entries]), GapReason.RESULT)
    year = f"{day.year % 100:02}"
    old = [row.pk for row in open_.filter(imported=False) if row.key[13:15] != year]
    gone += end(open_.filter(pk__in=old), GapReason.YEAR)
    having = set(_standing(plan).values_list("entry", flat=True))
    lacking = [each for each in entries if each.pk not in having]
    if from_above(plan) or not lacking:
        return Outcome(0, gone)
    if not plan.agency.prefix:
        raise ValidationError(NO_PREFIX.format(plan.agency))
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in lacking:
        by_key[numbers.key_of(plan.agency.prefix, day.year, entry.item.level)].append(entry)
    given: dict[Entry, str] = {}
    for key in sorted(by_key):
        serials = take(key, len(by_key[key]))
        pairs = zip(by_key[key], serials, strict=True)
        given |= {entry: str(numbers.nth(key, serial)) for entry, serial in pairs}
    _write(plan, given, actor, imported=False)
    return Outcome(len(given), gone)


def assign(plan: Plan, given: Mapping[Entry, str], actor: User) -> Outcome:
    """Numbers that came from above, checked by the caller, in place of whatever these people had
    reserved."""
    gone = end(
        _open(plan).filter(entry__in=[each.pk for each in given]),
        GapReason.OTHER,
        "改用上级系统下发的编号",
    )
    _write(plan, given, actor, imported=True)
    return Outcome(len(given), gone)


def take(key: str, count: int) -> list[int]:
    """The next free serials under characters 1–16. What came from above or was issued before stands
    in the way of none: it is passed over. Raises ValidationError beyond 999999."""
    counter = _locked(key)
    used = _used(key, counter.last)
    free = (n for n in range(counter.last + 1, numbers.LAST_SERIAL + 1) if n not in used)
    serials = [serial for serial, _ in zip(free, range(count), strict=False)]
    if len(serials) < count:
        raise ValidationError(EXHAUSTED.format(key, len(serials), count))
    counter.last = serials[-1]
    counter.save(update_fields=["last"])
    return serials


def end(rows: QuerySet[ReservedNumber], reason: GapReason, note: str = "") -> int:
    """Make gaps of numbers that are only reserved. Answers how many."""
    ended = {"state": NumberState.GAP, "gap": reason, "gap_note": note[:200]}
    return rows.filter(state=NumberState.RESERVED).update(**ended, ended_at=clock.now())


def sweep() -> None:
    """What stays reserved in a plan that was cancelled is a gap."""
    rows = ReservedNumber.objects.filter(plan__state=PlanStep.CANCELLED)
    end(rows, GapReason.CANCELLED)


def from_above(plan: Plan) -> bool:
    """Whether the agency said that the numbers of this plan come from above."""
    return IssueTerms.objects.filter(plan=plan, from_above=True).exists()


def hold(number: str) -> None:
    """Let nobody else take or enter a number of the same characters 1–16 until the transaction
    ends."""
    _locked(number[: numbers.KEY_LENGTH])


def _locked(key: str) -> NumberCounter:
    with transaction.atomic():
        NumberCounter.objects.bulk_create([NumberCounter(key=key)], ignore_conflicts=True)
    return NumberCounter.objects.select_for_update().get(key=key)


def _used(key: str, after: int) -> set[int]:
    span = {"number__gt": f"{key}{after:06}", "number__lte": f"{key}{numbers.LAST_SERIAL}"}
    found: set[str] = set()
    for model in (ReservedNumber, Certificate):
        found |= set(model.objects.filter(**span).order_by().values_list("number", flat=True))
    return {int(number[numbers.KEY_LENGTH :]) for number in found}


def _open(plan: Plan) -> QuerySet[ReservedNumber]:
    return ReservedNumber.objects.filter(plan=plan, state=NumberState.RESERVED)


def _standing(plan: Plan) -> QuerySet[ReservedNumber]:
    return ReservedNumber.objects.filter(plan=plan).exclude(state=NumberState.GAP)


def _write(plan: Plan, given: Mapping[Entry, str], actor: User | None, *, imported: bool) -> None:
    now = clock.now()
    ReservedNumber.objects.bulk_create(
        (
            ReservedNumber(
                number=number,
                key=number[: numbers.KEY_LENGTH],
                serial=int(number[numbers.KEY_LENGTH :]),
                plan=plan,
                entry=entry,
                imported=imported,
                reserved_at=now,
                reserved_by=actor,
            )
            for entry, number in given.items()
        ),
        batch_size=BATCH,
    )
