"""Blocks of the pages of campaigns and inspections, and of an agency's public page."""

from datetime import date

from accounts.models import User
from casework.models import Case, StoredFile
from casework.parts import Part
from casework.rules import sees_inner_side
from casework.selectors import cases_visible_to
from filing.models import Agency
from supervision.enums import CampaignState, InspectionMethod, InspectionState
from supervision.models import Campaign, FindingPhoto, Inspection
from supervision.models.inspection_parties import inspects, looks_after, prepares
from supervision.selectors import campaigns as campaign_reads
from supervision.selectors import inspections as reads

LEADING = (
    InspectionState.REPORTED,
    InspectionState.ANSWERED,
    InspectionState.RECTIFYING,
    InspectionState.RECTIFIED,
    InspectionState.CONCLUDED,
    InspectionState.PUBLISHED,
)


def campaign(case: Campaign, user: User) -> Part:
    """What is drawn, and the tasks that came of it."""
    rows = Inspection.objects.filter(for_campaign=case).exclude(state=InspectionState.CANCELLED)
    shown = {
        "campaign": case,
        "filter": campaign_reads.filter_in_words(case),
        "methods": methods_of(case),
        "draws": list(campaign_reads.draws_of(case)),
        "tasks": [(row, InspectionState(row.state).label) for row in rows.order_by("pk")],
        "edits": case.state == CampaignState.DRAFT and prepares(case, user),
    }
    return Part("supervision/inspections/campaign_part.html", shown)


def inspection(case: Inspection, user: User) -> Part:
    """The team, what it found, where to write it down; findings once they were handed in."""
    officer = sees_inner_side(user, case)
    inside = inspects(case, user) or officer
    reported = bool(case.record)
    shown = {
        "case": case,
        "inner": inside,
        "source": _source(case, user) if inside else None,
        "methods": methods_of(case),
        "team": list(reads.team_of(case)) if inside else [],
        "left": list(
            case.inspectors.model.objects.filter(
                inspection=case, left_at__isnull=False
            ).select_related("user")
        )
        if officer
        else [],
        "findings": list(reads.findings_of(case)) if reported or inside else [],
        "words": case.words if reported or inside else "",
        "lines": reads.lines_of(case) if reported or inside else [],
        "reported": reported,
        "opens_case": looks_after(case, user) and case.state in LEADING,
    }
    return Part("supervision/inspections/inspection_part.html", shown)


def _source(case: Inspection, user: User) -> Case | None:
    """What led to it, for who may see that."""
    if not case.because_of_id:
        return None
    return cases_visible_to(user).filter(pk=case.because_of_id).first()


def past(case: Inspection, user: User) -> Part | None:
    """Other inspections of the agency, for officers."""
    rows = list(reads.past_of(case, user)[:10]) if sees_inner_side(user, case) else []
    if not rows:
        return None
    lines = [(row, InspectionState(row.state).label) for row in rows]
    return Part("supervision/inspections/past_part.html", {"lines": lines})


def of_agency(agency: Agency, day: date) -> tuple[Part, ...]:
    """The results published by a day, on the public page of an agency."""
    rows = list(reads.published_of(agency).filter(published_on__lte=day)[:10])
    if not rows:
        return ()
    lines = [(row, reads.TONES[row.result], reads.problems_in_words(row)) for row in rows]
    return (Part("supervision/inspections/register.html", {"lines": lines}),)


def methods_of(case: Campaign | Inspection) -> list[str]:
    """How it is inspected, in words."""
    return [InspectionMethod(each).label for each in case.methods]


def opens(user: User, case: Inspection, file: StoredFile) -> bool:
    """A photo of a finding: the team and the office; the agency once the record was handed in."""
    photo = FindingPhoto.objects.filter(file=file, finding__struck_at=None).exists()
    if not photo:
        return False
    return inspects(case, user) or sees_inner_side(user, case) or bool(case.record)
