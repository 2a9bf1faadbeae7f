"""The reads of inspections: whose they are, what stands in the record, what was published."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Membership, User
from casework.selectors import cases_visible_to
from config import clock
from filing.models import Agency
from filing.selectors import recusal
from supervision import checklists
from supervision.checklists import Point
from supervision.enums import InspectionResult, InspectionState, Severity
from supervision.models import Finding, Inspection, Inspector
from supervision.models.offices import DECIDERS
from supervision.selectors.campaigns import pool_for

GOING = (InspectionState.ASSIGNED, InspectionState.VISITING)
TONES = {
    InspectionResult.CLEAN: "ok",
    InspectionResult.MINOR: "info",
    InspectionResult.RECTIFIED: "ok",
    InspectionResult.UNRECTIFIED: "danger",
    InspectionResult.PENDING: "warn",
    InspectionResult.OBSTRUCTED: "danger",
}


@dataclass(frozen=True)
class Line:
    """A point of the checklist with what it came to so far."""

    point: Point
    value: str


def sent_to(user: User) -> Q:
    """The inspections to which somebody was sent, as a condition on cases; over, they stay
    readable."""
    rows = Inspector.objects.filter(user=user.pk, left_at=None)
    return Q(inspection__in=rows.values("inspection"))


def awaiting(user: User) -> Q:
    """Those that wait for this inspector."""
    return sent_to(user) & Q(state__in=[*GOING, InspectionState.RECTIFIED])


def own_of(user: User) -> QuerySet[Inspection]:
    """The inspections to which somebody was sent, the open ones first."""
    rows = Inspector.objects.filter(user=user.pk, left_at=None)
    found = Inspection.objects.filter(pk__in=rows.values("inspection"))
    return found.exclude(state=InspectionState.CANCELLED).select_related("session")


def team_of(inspection: Inspection) -> QuerySet[Inspector]:
    """Who inspects now."""
    return Inspector.objects.filter(inspection=inspection, left_at=None).select_related("user")


def deciders(case: Inspection) -> list[User]:
    """Who of the office decides, those who inspected apart."""
    held = Membership.objects.on(clock.today()).filter(
        organisation=case.office_id, role__in=DECIDERS
    )
    ever = case.inspectors.model.objects.filter(inspection=case.pk)
    found = User.objects.filter(pk__in=held.values("user"))
    return list(found.exclude(pk__in=ever.values("user")).order_by("pk"))


def may_be_sent(case: Inspection, approver: User) -> QuerySet[User]:
    """Who may be named for an inspection for a cause: members of the office and its supervisors,
    without who approves it, who was sent before, and who must step back (回避)."""
    day = clock.today()
    people = pool_for(case.office_id, day)
    tied = recusal.of_agencies([user.pk for user in people], [case.agency], day)
    barred = {user for user, _ in tied} | {approver.pk}
    barred |= set(Inspector.objects.filter(inspection=case).values_list("user_id", flat=True))
    free = [user.pk for user in people if user.pk not in barred]
    return User.objects.filter(pk__in=free).order_by("pk")


def points_of(inspection: Inspection) -> list[Point]:
    """Its checklist."""
    regulation = inspection.agency.regulation_id
    return checklists.rules().points_of(regulation, inspection.methods, inspection.subject)


def lines_of(inspection: Inspection) -> list[Line]:
    """The checklist with the answers."""
    given = dict(inspection.answers.values_list("point", "value"))
    return [Line(point, given.get(point.key, "")) for point in points_of(inspection)]


def findings_of(inspection: Inspection) -> QuerySet[Finding]:
    """What was found and not struck out, with its photos."""
    rows = Finding.objects.filter(inspection=inspection.pk, struck_at=None)
    return rows.select_related("by").prefetch_related("photos__file").order_by("pk")


def published() -> QuerySet[Inspection]:
    """Every published result with how many problems it has by severity, the newest first."""
    counts = {
        f"n_{severity}": Count(
            "findings", filter=Q(findings__severity=severity, findings__struck_at=None)
        )
        for severity in Severity.values
    }
    found = Inspection.objects.filter(state=InspectionState.PUBLISHED)
    rows = found.select_related("for_campaign", "office", "session__plan")
    return rows.annotate(**counts).order_by("-published_on", "-pk")


def published_of(agency: Agency) -> QuerySet[Inspection]:
    """The published results of an agency."""
    return published().filter(agency=agency.pk)


def past_of(inspection: Inspection, user: User) -> QuerySet[Inspection]:
    """What other inspections of the agency were, of those that the person may see."""
    seen = cases_visible_to(user).values("pk")
    rows = Inspection.objects.filter(agency=inspection.agency_id, pk__in=seen)
    rows = rows.exclude(pk=inspection.pk)
    return rows.exclude(state=InspectionState.CANCELLED).order_by("-opened_at", "-pk")


def problems_in_words(inspection: Inspection) -> str:
    """`较重 1 个，一般 2 个` of a published row; "" for none."""
    counts = [(s.label, getattr(inspection, f"n_{s}")) for s in reversed(Severity)]
    return "，".join(f"{label} {count} 个" for label, count in counts if count)
