"""Who would be in two places at once, in all plans of all agencies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessment.enums import EntryStatus
from assessment.models import Duty, Seat, Session

Key = tuple[str, object]


@dataclass(frozen=True)
class Clash:
    """A duty, and the other duty or the seat that the same person has at that time."""

    duty: Duty
    other: Duty | Seat

    @property
    def text(self) -> str:
        """`在某机构另有考务安排（6月3日 09:00–10:30）`, for whoever arranges."""
        session = self.other.session
        what = "另有考务安排" if isinstance(self.other, Duty) else "是考生"
        return f"在{session.plan.agency}{what}（{span(session)}）"


def keys_of(duty: Duty) -> set[Key]:
    """By what somebody is known to be the same: the hash of the ID number, the account, the row."""
    if duty.examiner is None:
        return {("user", duty.user_id)}
    found: set[Key] = {("examiner", duty.examiner_id)}
    if duty.examiner.id_hash:
        found.add(("id", duty.examiner.id_hash))
    if duty.examiner.user_id:
        found.add(("user", duty.examiner.user_id))
    return found


def clashes(duties: Sequence[Duty]) -> list[Clash]:
    """The clashes of these duties, saved or not, with their sessions and people loaded. Two
    queries, however many they are. A duty of the same session clashes too."""
    if not duties:
        return []
    wanted = defaultdict(list)
    for duty in duties:
        for key in keys_of(duty):
            wanted[key].append(duty)
    found: dict[tuple, Clash] = {}
    for other, keys in _others(duties, wanted):
        for key in keys:
            for duty in wanted.get(key, ()):
                if other.pk != duty.pk or isinstance(other, Seat):
                    _note(found, duty, other)
    return sorted(found.values(), key=lambda each: each.duty.session.starts_at)


def span(session: Session) -> str:
    """`6月3日 09:00–10:30`."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return f"{start.month}月{start.day}日 {start:%H:%M}–{end:%H:%M}"


def overlap(one: Session, other: Session) -> bool:
    """Whether two sessions have a time in common; one that begins as the other ends has none."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _note(found: dict, duty: Duty, other: Duty | Seat) -> None:
    if overlap(duty.session, other.session):
        found.setdefault((id(duty), type(other), other.pk), Clash(duty, other))


def _others(duties: Sequence[Duty], wanted: dict[Key, list[Duty]]):
    values = defaultdict(list)
    for kind, value in wanted:
        values[kind].append(value)
    ids, users, examiners = values["id"], values["user"], values["examiner"]
    same = (
        Q(examiner__in=examiners)
        | Q(examiner__id_hash__in=ids)
        | Q(examiner__user__in=users)
        | Q(user__in=users)
    )
    for duty in _at_that_time(Duty.objects.filter(same), duties).select_related("examiner"):
        yield duty, keys_of(duty)
    seats = Seat.objects.filter(entry__id_hash__in=ids, entry__status=EntryStatus.APPROVED)
    for seat in _at_that_time(seats, duties).select_related("entry"):
        yield seat, {("id", seat.entry.id_hash)}


def _at_that_time(rows: QuerySet, duties: Sequence[Duty]) -> QuerySet:
    first = min(duty.session.starts_at for duty in duties)
    last = max(duty.session.ends_at for duty in duties)
    rows = rows.filter(
        session__cancelled_at=None, session__starts_at__lt=last, session__ends_at__gt=first
    )
    return rows.select_related("session__plan__agency").order_by("session__starts_at", "pk")
