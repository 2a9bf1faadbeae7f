"""The nightly look (`manage.py verify_integrity`, beat): all that is new, and of the rest a share,
so that everything is looked at once in `ROUND_DAYS` nights however much there is.

A look that runs out of time, or is killed, goes on with the next call at the batch it had come to.
What it finds is written, logged as an error for whoever watches over the logs, and shown to system
administrators and the province; the portal goes on serving meanwhile.
"""

import time
from collections.abc import Iterable, Iterator

import structlog
from django.db import transaction

from accounts.enums import OrganisationKind
from accounts.models import User
from accounts.selectors import staffed_by
from catalogue.regulations.terms import Tier
from config import clock
from supervision.enums import IntegrityPart, IntegrityPass
from supervision.models import IntegrityFault, IntegrityMark, IntegrityRun
from supervision.services.integrity import digests, parts
from supervision.services.integrity.parts import Fault, Part

log = structlog.get_logger(__name__)
ROUND_DAYS = 30
SECONDS = 4 * 60  # of one call: a worker that people wait for is not held up for longer
OFFICES = (OrganisationKind.HRSS, OrganisationKind.CENTRE)


def reads(user: User) -> bool:
    """Who sees what the looks found: system administrators and the province's bureaus."""
    return user.is_superuser or any(
        office.tier == Tier.PROVINCE and office.kind in OFFICES for office in staffed_by(user)
    )


def look(*, seconds: float = SECONDS, everything: bool = False) -> IntegrityRun:
    """Look at today's share, or go on with it; `everything` looks at all there is. Safe to call
    again at any time; a day that is done is not looked at twice unless `everything` is asked."""
    until = time.monotonic() + seconds
    run, made = IntegrityRun.objects.get_or_create(
        day=clock.today(), defaults={"started_at": clock.now()}
    )
    if run.ended_at and not everything:
        return run
    if made or everything:
        _note(run, parts.lost_cases())
        _note(run, _published())
    done = [
        _part(run, key, part, until, everything=everything) for key, part in parts.PARTS.items()
    ]
    if all(done):
        run.ended_at = clock.now()
        run.save(update_fields=["ended_at"])
    return run


def _published() -> Iterator[Fault]:
    """Timelines and their heads that were rewritten together: each is whole, but not the one whose
    digest was published."""
    for row, problem, expected, found in digests.unfit():
        yield Fault(IntegrityPart.TIMELINE, f"每日摘要 {row.day}", problem, expected, found)


def _part(run, key: IntegrityPart, part: Part, until: float, *, everything: bool) -> bool:
    """Whether the share of a part was done within the time."""
    if everything:
        return _walk(run, key, part, until)
    news = _mark(key, IntegrityPass.NEW)
    while True:
        if time.monotonic() > until:
            return False
        rows, after = part.new(news.after)
        if not rows and after == news.after:
            break
        _batch(run, key, part, rows, news, after)
    return _round(run, key, part, until)


def _round(run: IntegrityRun, key: IntegrityPart, part: Part, until: float) -> bool:
    mark = _mark(key, IntegrityPass.ROUND)
    if mark.day != run.day:
        mark.day, mark.left = run.day, -(-part.total() // ROUND_DAYS)
        mark.save()
    while mark.left:
        if time.monotonic() > until:
            return False
        rows, after = part.in_round(mark.after)
        if not rows:
            if not mark.after:
                mark.left = 0
            mark.after = ""  # the round is over, the next begins
            mark.save()
            continue
        mark.left = max(0, mark.left - len(rows))
        _batch(run, key, part, rows, mark, after)
    return True


def _walk(run: IntegrityRun, key: IntegrityPart, part: Part, until: float) -> bool:
    after = ""
    while time.monotonic() <= until:
        rows, after = part.in_round(after)
        if not rows:
            return True
        _note(run, part.look(rows))
        _count(run, key, len(rows))
    return False


def _mark(key: IntegrityPart, way: IntegrityPass) -> IntegrityMark:
    return IntegrityMark.objects.get_or_create(part=key, way=way)[0]


def _batch(run, key, part: Part, rows, mark: IntegrityMark, after: str) -> None:
    """Look at a batch, and say how far one is once it is written what was found."""
    found = list(part.look(rows))
    with transaction.atomic():
        _note(run, found)
        mark.after = after
        mark.save()
        _count(run, key, len(rows))


def _count(run: IntegrityRun, key: IntegrityPart, number: int) -> None:
    run.checked[key.value] = run.checked.get(key.value, 0) + number
    run.save(update_fields=["checked"])


def _note(run: IntegrityRun, faults: Iterable[Fault]) -> None:
    """Write what was found, once a run, and alarm whoever reads the log."""
    for fault in faults:
        _, made = IntegrityFault.objects.get_or_create(
            run=run,
            part=fault.part,
            name=fault.name[:300],
            problem=fault.problem[:300],
            defaults={
                "case_id": fault.case,
                "expected": fault.expected[:200],
                "found": fault.found[:200],
                "at": clock.now(),
            },
        )
        if made:
            log.error(
                "integrity_fault",
                part=fault.part.value,
                of=fault.name,
                problem=fault.problem,
                expected=fault.expected,
                found=fault.found,
            )
