"""What counts in a round is collected, and every agency's sum is reckoned from it. Set-based: a
few queries, however many agencies. The caller holds the lock on the round."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple

from casework.services.timeline import canonical
from config import clock
from filing.models import Agency
from supervision import credit
from supervision.checks import credit as checks
from supervision.models import CreditItem, CreditRating, CreditRound
from supervision.selectors import credit as reads

AT_ONCE = 500
FELL = "来源记录已撤销、变更或者不再成立"


def collect(case: CreditRound) -> tuple[int, int]:
    """Take in the records of the period as they are now; answers how many came and how many fell.
    What a contest struck stays struck."""
    frame = checks.Frame(reads.population_of(case), case.since, case.until, case.rules)
    events = {(each.agency, each.rule, each.record): each for each in checks.events(frame)}
    held = {(row.agency_id, row.rule, row.record): row for row in case.items.all()}
    new = [_item(case, event) for key, event in events.items() if key not in held]
    CreditItem.objects.bulk_create(new, batch_size=AT_ONCE)
    gone = [row.pk for key, row in held.items() if key not in events and row.struck_at is None]
    for start in range(0, len(gone), AT_ONCE):
        CreditItem.objects.filter(pk__in=gone[start : start + AT_ONCE]).update(
            struck_at=clock.now(), struck_for=FELL
        )
    return len(new), len(gone)


def rate(case: CreditRound, agencies: Iterable[Agency], *, reason: str = "") -> list[CreditRating]:
    """Reckon these agencies and keep what is new or other than before; answers that."""
    agencies, rules = list(agencies), case.rules
    keys = [agency.pk for agency in agencies]
    counted = defaultdict(list)
    rows = case.items.filter(struck_at=None, agency__in=keys).order_by("happened_on", "pk")
    for agency, rule in rows.values_list("agency", "rule"):
        counted[agency].append(rule)
    before = {row.agency_id: row for row in case.ratings.filter(superseded_at=None)}
    made = []
    for agency in agencies:
        row = _rating(case, agency, credit.reckon(rules, counted[agency.pk]), reason)
        old = before.get(agency.pk)
        if old and (old.points, old.grade, old.lines) == (row.points, row.grade, row.lines):
            continue
        row.revision = old.revision + 1 if old else 1
        made.append(row)
    _supersede([before[row.agency_id].pk for row in made if row.agency_id in before])
    return CreditRating.objects.bulk_create(made, batch_size=AT_ONCE)


def _supersede(keys: list[int]) -> None:
    for start in range(0, len(keys), AT_ONCE):
        CreditRating.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(
            superseded_at=clock.now()
        )


def _item(case: CreditRound, event: checks.Event) -> CreditItem:
    return CreditItem(
        round=case,
        agency_id=event.agency,
        rule=event.rule,
        kind=event.kind,
        record=event.record,
        source_id=event.source,
        label=event.label,
        happened_on=event.on,
        added_at=clock.now(),
    )


def _rating(case: CreditRound, agency: Agency, found: credit.Sum, reason: str) -> CreditRating:
    return CreditRating(
        round=case,
        agency=agency,
        points=found.points,
        grade=found.grade,
        lines=canonical([list(astuple(line)) for line in found.lines]),
        reason=reason,
        reckoned_at=clock.now(),
    )
