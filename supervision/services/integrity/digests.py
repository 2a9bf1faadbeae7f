"""The daily digest over all timelines, published with the one before in it.

A digest that anybody kept (a printed page, a mail, a newspaper) proves later that the timelines of
today extend those of that day: they are reckoned anew from the events themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import Event
from casework.services import timeline
from casework.services.integrity import anchor, verify
from config import clock
from supervision.models import ChainDigest

MOST_NAMED = 50


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
    problems, before = [], ""
    for row in ChainDigest.objects.order_by("sequence"):
        if row.previous != before or row.digest != digest_of(row):
            problems.append(f"{row.day} 的摘要与前一日不衔接。")
        before = row.digest
    if kept.anchor != anchor(kept.until):
        problems.append(f"{kept.day} 以前的办理记录被改写：链头摘要与当日公布的不同。")
    # The heads vouch for the digests of events; that these fit what the events say, the walk shows.
    problems += [str(fault) for fault in islice(verify(), MOST_NAMED)]
    return Proof(kept, problems)
