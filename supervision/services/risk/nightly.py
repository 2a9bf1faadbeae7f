"""The night's reckoning of risk signals. Set-based: a few queries a kind, however many agencies."""

import logging
from datetime import date

from django.db import transaction

from casework.services.deadlines import add_months
from config import clock
from supervision import risk
from supervision.checks.risk import CHECKS, Found, Window
from supervision.enums import RiskKind
from supervision.models import RiskRun, RiskSignal

log = logging.getLogger(__name__)
AT_ONCE = 500
RENEWED = ["sentence", "numbers", "rules_version", "last_on", "ended_on"]
LONGEST = 600


def reckon() -> RiskRun:
    """Look at all agencies, renew what stands out, end what does so no more. Safe to run twice, by
    two at once, and after days without; a check that fails leaves what was known of its kind."""
    rules, today = risk.rules(), clock.today()
    window = Window(add_months(today, -rules.months), today, rules)
    found, failed = {}, []
    for kind, check in CHECKS.items():
        try:
            with transaction.atomic():
                found[kind] = check(window)
        except Exception:  # one odd check must not silence the others
            log.exception("risk check %s", kind)
            failed.append(kind.value)
    return _keep(found, failed, today, rules.version)


@transaction.atomic
def _keep(
    found: dict[RiskKind, list[Found]], failed: list[str], today: date, version: int
) -> RiskRun:
    run, _ = RiskRun.objects.get_or_create(
        day=today, defaults={"at": clock.now(), "rules_version": version}
    )
    run = RiskRun.objects.select_for_update().get(pk=run.pk)  # two at once, one after the other
    for kind, rows in found.items():
        RiskSignal.objects.bulk_create(
            [_row(kind, each, today, version) for each in _in_order(rows)],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["agency", "kind", "key"],
            update_fields=RENEWED,
        )
    gone = RiskSignal.objects.filter(kind__in=list(found), ended_on=None)
    gone.exclude(last_on=today).update(ended_on=today)
    run.at, run.rules_version, run.failed = clock.now(), version, failed
    run.found = {kind.value: len(rows) for kind, rows in found.items()}
    run.save()
    return run


def _in_order(rows: list[Found]) -> list[Found]:
    return sorted(rows, key=lambda each: (each.agency, each.key))


def _row(kind: RiskKind, found: Found, today: date, version: int) -> RiskSignal:
    return RiskSignal(
        agency_id=found.agency,
        kind=kind,
        key=found.key,
        sentence=found.sentence[:LONGEST],
        numbers=found.numbers,
        rules_version=version,
        first_on=today,
        last_on=today,
    )
