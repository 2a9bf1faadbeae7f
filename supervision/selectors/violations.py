"""Violations read: what is decided, what the public sees, whom an officer may open one on."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from accounts.selectors import territory
from assessment.models import Entry, Examiner
from filing.models import Agency
from supervision.enums import PartyKind, ReviewOutcome, Stage, ViolationState
from supervision.models import Decision, Violation
from supervision.selectors.offices import agencies_under

MOST_FOUND = 20


def found(
    office: Organisation, kind: str, text: str
) -> list[Agency] | list[Entry] | list[Examiner]:
    """Parties under an office by name or number: agencies by name or code, candidates by 准考证号
    or 报名编号 (a name is too many people's), examiners by name or certificate."""
    text = text.strip()
    if not text:
        return []
    agencies = agencies_under(office)
    if kind == PartyKind.AGENCY:
        return list(agencies.filter(Q(name__icontains=text) | Q(code=text))[:MOST_FOUND])
    if kind == PartyKind.STAFF:
        rows = Examiner.objects.filter(agency__in=agencies).select_related("agency")
        return list(rows.filter(Q(name=text) | Q(certificate=text))[:MOST_FOUND])
    return list(entries_under(office).filter(Q(ticket=text) | Q(number=text))[:MOST_FOUND])


def entries_under(office: Organisation) -> QuerySet[Entry]:
    """Approved registrations of plans at an office's place or of agencies that it filed."""
    place = Q(plan__division__code__startswith=territory(office))
    rows = Entry.objects.filter(place | Q(plan__agency__issuer=office), status="approved")
    return rows.select_related("plan__agency", "item__occupation")


def party_under(office: Organisation, kind: str, pk: int):
    """The party of that key, where the office has authority over it; None otherwise."""
    rows = {
        PartyKind.AGENCY: agencies_under(office),
        PartyKind.STAFF: Examiner.objects.filter(agency__in=agencies_under(office)).select_related(
            "agency__division"
        ),
        PartyKind.CANDIDATE: entries_under(office),
    }.get(kind)
    return rows.filter(pk=pk).first() if rows is not None else None


def decision_in_force(case: Violation) -> Decision | None:
    """What was decided, as changed on appeal; None before, and where it was revoked."""
    if case.outcome == ReviewOutcome.REVOKED:
        return None
    rows = case.decisions.exclude(stage=Stage.PROPOSED).select_related("letter")
    row = rows.order_by("-pk").first()
    if row:
        row.violation = case
    return row


def published() -> QuerySet[Decision]:
    """The decisions on agencies, for everybody (LC-22, LN-14); one that fell on appeal stays and
    says so. None names a person. The newest first."""
    rows = Decision.objects.filter(violation__party_kind=PartyKind.AGENCY).exclude(
        stage=Stage.PROPOSED
    )
    return rows.select_related(
        "letter__office", "violation__agency__division", "violation__receiver"
    ).order_by("-made_at", "-pk")


def of_agency(agency: Agency) -> QuerySet[Decision]:
    """Those on one agency."""
    return published().filter(violation__agency=agency)


def standing_of(decision: Decision) -> tuple[str, str]:
    """What became of a decision, and its tone."""
    case = decision.violation
    if decision.stage == Stage.CHANGED:
        return "申诉后变更的决定", "warn"
    if case.outcome == ReviewOutcome.REVOKED:
        return "已撤销", "neutral"
    if case.outcome == ReviewOutcome.CHANGED:
        return "已变更", "neutral"
    if case.outcome == ReviewOutcome.UPHELD:
        return "申诉维持", "warn"
    return ("申诉审查中" if case.state == ViolationState.APPEALED else "有效"), "warn"
