"""What the sessions of a plan came to: who was there, which scores a breach has taken."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from assessment.enums import DutyRole, EntryStatus
from assessment.models import Duty, Plan, Seat, Session
from catalogue.enums import SubjectKind
from results import conduct
from results.enums import Consequence, Presence
from results.models import Attendance, Incident


@dataclass(frozen=True)
class Numbers:
    """How many a session was for, and how many of them came."""

    due: int = 0
    present: int = 0
    late: int = 0
    absent: int = 0
    breaches: int = 0

    @property
    def missing(self) -> int:
        """How many are not noted yet."""
        return self.due - self.present - self.late - self.absent

    @property
    def noted(self) -> int:
        return self.due - self.missing


def presence(plan: Plan) -> dict[tuple[int, int], Presence]:
    """Who came to which session, by (entry, session)."""
    rows = Attendance.objects.filter(session__plan=plan, session__cancelled_at=None).order_by()
    found = rows.values_list("entry", "session", "presence")
    return {(entry, session): Presence(value) for entry, session, value in found}


def consequences(plan: Plan) -> dict[tuple[int, str], Consequence]:
    """What breaches do to scores, by (entry, subject): of several the gravest; what takes all
    subjects stands at every one. Revoked incidents count no more."""
    rows = Incident.objects.filter(session__plan=plan, revoked_at=None, entry__isnull=False)
    rows = rows.exclude(consequence=Consequence.NONE).order_by()
    found: dict[tuple[int, str], list[Consequence]] = defaultdict(list)
    for entry, subject, value in rows.values_list("entry", "subject", "consequence"):
        taken = Consequence(value)
        subjects = SubjectKind if taken == Consequence.ALL else (SubjectKind(subject),)
        for each in subjects:
            found[entry, str(each)].append(taken)
    return {key: conduct.gravest(values) for key, values in found.items()}


def seats_of(session: Session) -> QuerySet[Seat]:
    """Who is to come to a session: those approved who have a seat."""
    return session.seats.filter(entry__status=EntryStatus.APPROVED)


def missing(session: Session) -> QuerySet[Seat]:
    """Those of them whose presence is not noted yet."""
    noted = Attendance.objects.filter(session=session, entry=OuterRef("entry"))
    return seats_of(session).filter(~Exists(noted))


def missing_by_room(session: Session) -> dict[int, int]:
    """How many of each room are not noted, by the room's key."""
    tallied = missing(session).order_by().values("room").annotate(count=Count("pk"))
    return dict(tallied.values_list("room", "count"))


def supervisors_of(session: Session) -> list[Duty]:
    """Who supervises a session, those sent by the bureau first."""
    rows = session.duties.filter(role__in=(DutyRole.EXTERNAL, DutyRole.INTERNAL))
    return list(rows.select_related("user", "examiner").order_by("role", "pk"))


def counts(sessions: Iterable[Session]) -> dict[int, Numbers]:
    """The numbers of sessions by key, in three queries."""
    pks = [each.pk for each in sessions]
    seats = Seat.objects.filter(session__in=pks, entry__status=EntryStatus.APPROVED)
    found: dict[int, dict[str, int]] = {pk: {} for pk in pks}
    for pk, count in _counted(seats):
        found[pk]["due"] = count
    noted = Attendance.objects.filter(session__in=pks, entry__status=EntryStatus.APPROVED)
    tallied = noted.order_by().values("session", "presence").annotate(count=Count("pk"))
    for pk, value, count in tallied.values_list("session", "presence", "count"):
        found[pk][value] = count
    broken = Incident.objects.filter(session__in=pks, revoked_at=None).exclude(conduct="")
    for pk, count in _counted(broken):
        found[pk]["breaches"] = count
    return {pk: Numbers(**numbers) for pk, numbers in found.items()}


def _counted(rows: QuerySet) -> QuerySet:
    tallied = rows.order_by().values("session").annotate(count=Count("pk"))
    return tallied.values_list("session", "count")
