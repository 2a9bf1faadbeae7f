"""Proof that the timelines are whole: one query, read as a stream, whatever their number.

What a single digest cannot show is left to the comparison with `anchor()`: whoever rewrites a
timeline and its head together changes the anchor of every day since then.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace

from django.db.models import QuerySet

from casework.models import Case, Counter, Event
from casework.services.erasure import ACT as ERASED
from casework.services.timeline import canonical, digest_of, note_digest_of

CHUNK = 2000
PLACES_TRIED = 1000  # how far a moved event is looked for
EVENT = (
    *("sequence", "at", "actor_id", "actor_office_id", "act", "source", "target", "facts"),
    *("note_digest", "token", "previous", "digest"),
)
NOTE = ("text", "public", "salt")


@dataclass(frozen=True)
class Fault:
    """Where a timeline is not what it was. `sequence` 0: the case as a whole."""

    case: str
    sequence: int
    problem: str

    def __str__(self) -> str:
        where = f"第{self.sequence}条：" if self.sequence else ""
        return f"{self.case} {where}{self.problem}"


def verify(case: Case | None = None) -> Iterator[Fault]:
    """Every fault of every timeline (or of one case's): events changed, deleted, inserted or
    moved, notes changed or gone, cut tails, cases moved past the door or gone altogether."""
    yield from _walked(Case.objects.filter(pk=case.pk) if case else Case.objects.all())
    if case is None:
        yield from missing_cases()


def verify_some(pks: Collection[int]) -> Iterator[Fault]:
    """Every fault of these cases' timelines."""
    yield from _walked(Case.objects.filter(pk__in=pks))


def _walked(cases: QuerySet[Case]) -> Iterator[Fault]:
    for _, rows in groupby(_rows(cases), key=lambda row: row.case_id):
        yield from _Walk(list(rows)).faults()


def _rows(cases: QuerySet[Case]) -> Iterator[SimpleNamespace]:
    """A row an event (one for a case without any), of one snapshot, case by case."""
    names = {
        "case_id": "pk",
        "number": "number",
        "state": "state",
        "length": "chain_head__length",
        "head": "chain_head__digest",
        **{name: f"events__{name}" for name in EVENT},
        **{f"note_{name}": f"events__note__{name}" for name in NOTE},
    }
    rows = cases.order_by("pk", "events__sequence").values_list(*names.values())
    for row in rows.iterator(chunk_size=CHUNK):
        yield SimpleNamespace(**dict(zip(names, row, strict=True)))


@dataclass
class _Walk:
    """One timeline from its first event to its last."""

    rows: list[SimpleNamespace]
    named: dict[int, str] = field(default_factory=dict)

    def faults(self) -> list[Fault]:
        case = self.rows[0]
        events = [row for row in self.rows if row.sequence is not None]
        self._events(events)
        self._notes(events)
        whole = self._end(case, events)
        number = case.number
        found = [Fault(number, sequence, what) for sequence, what in sorted(self.named.items())]
        return found + [Fault(number, 0, what) for what in whole]

    def _name(self, sequence: int, what: str) -> None:
        """Only the first thing found is said of an event: the rest follows from it."""
        self.named.setdefault(sequence, what)

    def _events(self, events: list[SimpleNamespace]) -> None:
        seen, before = {"": 0}, 0
        for event in events:
            here = event.sequence
            for lost in range(before + 1, here):
                self._name(lost, "记录被删除")
            if event.digest != digest_of(event):
                self._name(here, self._how_changed(event))
            after = seen.get(event.previous)
            if after is None and here not in self.named and before not in self.named:
                if here - 1 not in self.named:
                    self._name(here, "与前一条不衔接，前一条可能被整条替换")
            elif after is not None:
                for extra in range(after + 1, before + 1):
                    self._name(extra, "记录是后来补入的")
            seen[event.digest] = before = here

    def _how_changed(self, event: SimpleNamespace) -> str:
        last = min(max(event.length or 0, event.sequence) + 1, PLACES_TRIED)
        for place in range(1, last + 1):
            if place != event.sequence and event.digest == digest_of(event, sequence=place):
                return f"记录被移动，原为第{place}条"
        return "内容被改动"

    def _notes(self, events: list[SimpleNamespace]) -> None:
        erased = {event.facts for event in events if event.act == ERASED}
        for event in events:
            if event.note_text is None:
                lawful = canonical({"sequence": event.sequence}) in erased
                if event.note_digest and not lawful:
                    self._name(event.sequence, "意见被删除")
                continue
            note = {name: getattr(event, f"note_{name}") for name in NOTE}
            if event.note_digest != note_digest_of(event.number, event.sequence, **note):
                self._name(
                    event.sequence, "意见被改动" if event.note_digest else "意见是后来补入的"
                )

    def _end(self, case: SimpleNamespace, events: list[SimpleNamespace]) -> list[str]:
        if case.length is None:
            return ["链头缺失"]
        last = events[-1].sequence if events else 0
        for lost in range(last + 1, case.length + 1):
            self._name(lost, "末尾的记录被删除")
        for extra in range(case.length + 1, last + 1):
            self._name(extra, "记录是后来补入的，链头没有记载")
        whole = []
        if last == case.length and events and events[-1].digest != case.head:
            whole.append("末条记录与链头不一致，末条或链头被改动")
        if events and last == case.length and events[-1].target != case.state:
            whole.append(
                f"案件状态“{case.state}”与末条记录“{events[-1].target}”不符，未经办理即被改动"
            )
        return whole


def missing_cases() -> Iterator[Fault]:
    """Numbers are given without gaps, so a case that is gone with its whole timeline shows."""
    for key, last in Counter.objects.filter(key__startswith="case/").values_list("key", "last"):
        _, prefix, year = key.split("/")
        there = set(
            Case.objects.filter(number__startswith=f"{prefix}{year}").values_list(
                "number", flat=True
            )
        )
        for n in range(1, last + 1):
            if (number := f"{prefix}{year}{n:06d}") not in there:
                yield Fault(number, 0, "案件连同全部记录被删除")


def anchor(until: datetime) -> str:
    """One digest over all timelines as they stood at a moment (exclusive) that is well past.

    It can be computed again at any later time. Kept where this database does not reach (printed,
    published, signed), it shows when timelines and heads before that moment were rewritten
    together, which `verify` cannot see.
    """
    return anchors([until])[0]


def anchors(moments: Sequence[datetime]) -> list[str]:
    """Those of several moments, at the price of one."""
    digests = [hashlib.sha256() for _ in moments]
    events = Event.objects.filter(at__lt=max(moments)).order_by("case_id", "sequence")
    rows = events.values_list("case_id", "sequence", "digest", "at").iterator(chunk_size=CHUNK)
    for _, timeline in groupby(rows, key=itemgetter(0)):
        heads: list[tuple | None] = [None] * len(moments)
        for *head, at in timeline:
            for place, moment in enumerate(moments):
                if at < moment:
                    heads[place] = tuple(head)
        for digest, last in zip(digests, heads, strict=True):
            if last:
                digest.update(canonical(last).encode() + b"\n")
    return [digest.hexdigest() for digest in digests]
