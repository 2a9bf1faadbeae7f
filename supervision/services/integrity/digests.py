"""The daily digest over all timelines, published with the one before in it.

A digest that anybody kept (a printed page, a mail, a newspaper) proves later that the timelines of
today extend those of that day: they are reckoned anew from the events themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import Event
from casework.services import timeline
from casework.services.integrity import anchor, anchors, verify
from config import clock
from supervision.models import ChainDigest

MOST_NAMED = 50
LOOKED_BACK = 8  # days: what is rewritten shows although the digest after it was made from that
REWRITTEN = "当日以前的办理记录被改写"
BROKEN = "与前一日的摘要不衔接，被改写"


def make(day: date | None = None) -> ChainDigest:
    """The digest of a day that is over, yesterday's where none is named; made once."""
    day = day or clock.today() - timedelta(days=1)
    if done := ChainDigest.objects.filter(day=day).first():
        return done
    until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    cases = Event.objects.filter(at__lt=until).order_by().values("case").distinct().count()
    heads = anchor(until)
    try:
        with transaction.atomic():
            last = ChainDigest.objects.order_by("-sequence").first()
            row = ChainDigest(
                sequence=last.sequence + 1 if last else 1,
                day=day,
                until=until,
                cases=cases,
                anchor=heads,
                previous=last.digest if last else "",
                made_at=clock.now(),
            )
            row.digest = digest_of(row)
            row.save(force_insert=True)
    except IntegrityError:  # another worker was first
        return ChainDigest.objects.get(day=day)
    return row


def digest_of(row: ChainDigest) -> str:
    """SHA-256 over the canonical JSON of [sequence, day, cases, anchor, previous]."""
    return timeline.sha256(
        timeline.canonical([row.sequence, row.day.isoformat(), row.cases, row.anchor, row.previous])
    )


def _broken() -> Iterator[ChainDigest]:
    """The digests that are not what was made, or do not follow from the one before."""
    before = ""
    for row in ChainDigest.objects.order_by("sequence"):
        if row.previous != before or row.digest != digest_of(row):
            yield row
        before = row.digest


def unfit() -> Iterator[tuple[ChainDigest, str, str, str]]:
    """The digests that do not fit, each with the problem, what was expected and what was found:
    those of the last days are held against the timelines of today."""
    for row in _broken():
        yield row, BROKEN, row.digest, digest_of(row)
    last = list(ChainDigest.objects.order_by("-sequence")[:LOOKED_BACK])
    found = anchors([row.until for row in last]) if last else []
    for row, heads in zip(last, found, strict=True):
        if heads != row.anchor:
            yield row, REWRITTEN, row.anchor, heads


@dataclass(frozen=True)
class Proof:
    """What came of holding a published digest against today's timelines. Empty `problems`: the
    timelines of today extend those of that day."""

    row: ChainDigest | None
    problems: list[str]

    @property
    def holds(self) -> bool:
        return not self.problems


def prove(published: str) -> Proof:
    """Hold a digest that somebody kept against the timelines as they are now."""
    kept = ChainDigest.objects.filter(digest=published.strip().lower()).first()
    if kept is None:
        return Proof(None, ["没有这个摘要：每日摘要被改写，或者输入有误。"])
    problems = [f"{row.day} 的摘要{BROKEN}。" for row in _broken()]
    if kept.anchor != anchor(kept.until):
        problems.append(f"{kept.day} 以前的办理记录被改写：链头摘要与当日公布的不同。")
    # The heads vouch for the digests of events; that these fit what the events say, the walk shows.
    problems += [str(fault) for fault in islice(verify(), MOST_NAMED)]
    return Proof(kept, problems)
