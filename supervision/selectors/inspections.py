"""The reads of inspections: whose they are, what stands in the record, what was published."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from filing.models import Agency
from supervision import checklists
from supervision.checklists import Point
from supervision.enums import InspectionResult, InspectionState, Severity
from supervision.models import Finding, Inspection, Inspector

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
    return found.exclude(state=InspectionState.CANCELLED).select_related("for_campaign", "session")


def team_of(inspection: Inspection) -> QuerySet[Inspector]:
    """Who inspects now."""
    return Inspector.objects.filter(inspection=inspection, left_at=None).select_related("user")


def points_of(inspection: Inspection) -> list[Point]:
    """Its checklist."""
    methods = inspection.for_campaign.methods
    regulation = inspection.agency.regulation_id
    return checklists.rules().points_of(regulation, methods, inspection.subject)


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


def past_of(inspection: Inspection) -> QuerySet[Inspection]:
    """What other inspections of the agency were, for officers."""
    rows = Inspection.objects.filter(agency=inspection.agency_id).exclude(pk=inspection.pk)
    return rows.exclude(state=InspectionState.CANCELLED).order_by("-opened_at", "-pk")


def problems_in_words(inspection: Inspection) -> str:
    """`较重 1 个，一般 2 个` of a published row; "" for none."""
    counts = [(s.label, getattr(inspection, f"n_{s}")) for s in reversed(Severity)]
    return "，".join(f"{label} {count} 个" for label, count in counts if count)
