"""Blocks of the pages of appointments and visits of supervisors."""

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessment.models import Duty, Session
from assessment.selectors import supervision as rights
from assessment.selectors.clashes import span
from casework.models import StoredFile
from casework.parts import Part
from casework.rules import sees_inner_side
from supervision.enums import CorpsSide, VisitState
from supervision.models import CorpsAppointment, Visit
from supervision.models.corps_parties import comments, is_sent, works_on
from supervision.models.visit import is_over
from supervision.selectors import corps as corps_reads
from supervision.selectors import violations
from supervision.selectors import visits as reads
from supervision.selectors.offices import offices_of
from supervision.services.corps import appointing, noting


def own_appointments(user: User) -> Q:
    """One's own appointments, as a condition on cases."""
    return Q(corpsappointment__person=user.pk)


def appointment(case: CorpsAppointment, user: User) -> Part:
    """Who is appointed, for which terms; what he or she has done, for the office."""
    label, tone = case.standing
    inner = case.side == CorpsSide.EXTERNAL and sees_inner_side(user, case)
    figures = corps_reads.figures_of([case.person_id], [case.office_id]) if inner else {}
    shown = {
        "case": case,
        "label": label,
        "tone": tone,
        "terms": list(case.terms.all()),
        "card": appointing.may_read(case, user),
        "photo": case.photo if appointing.may_read(case, user) else None,
        "figures": figures.get(case.person_id, corps_reads.Figures()) if inner else None,
    }
    return Part("supervision/corps/appointment_part.html", shown)


def opens_photo(user: User, case: CorpsAppointment, file: StoredFile) -> bool:
    """The photo on the card: the supervisor, and who appointed."""
    return appointing.may_read(case, user)


def visit(case: Visit, user: User) -> Part:
    """The session, the note once it was handed in (to the supervisor before), what was said of it.
    The agency does not see the rating of its supervisor, nor the office's draft of one."""
    own, officer = is_sent(case, user), sees_inner_side(user, case)
    inside = own or officer
    reported = bool(case.record)
    reads_note = reported or own
    shown = {
        "case": case,
        "when": span(case.session),
        "plan": case.session.plan,
        "own": own,
        "officer": officer,
        "person": case.person.display_name,
        "due": case.due_day or reads.due_day(case.session, case.session.plan.regulation_id),
        "waits": case.state == VisitState.ASSIGNED,
        "begins": own and _fills_in(case),
        "early": own and case.state == VisitState.ASSIGNED and not noting.may_begin(case.session),
        "reads_note": reads_note,
        "findings": list(reads.findings_of(case)) if reads_note else [],
        "photos": _photos(case) if reads_note else [],
        "lines": reads.lines_of(case) if reported else [],
        "corrections": list(case.corrections.all()) if reported else [],
        "rating": getattr(case, "rating", None) if inside else None,
        "comments": comments(case, user),
        "lot": reverse("supervision:visit-lot", args=[case.sending_id]) if inside else "",
        "leads": _leads(case, user),
    }
    return Part("supervision/corps/visit_part.html", shown)


def _fills_in(case: Visit) -> bool:
    """Whether the note is begun from here; once the session is over, handing it in is an act."""
    waits = case.state == VisitState.ASSIGNED and not is_over(case)
    return waits and noting.may_begin(case.session)


def opens(user: User, case: Visit, file: StoredFile) -> bool:
    """A photo: the supervisor; office and agency once the note was handed in."""
    rows = case.photos.filter(file=file).exclude(finding__struck_at__isnull=False)
    if not rows.exists():
        return False
    return is_sent(case, user) or bool(case.record)


def _photos(case: Visit) -> list:
    return list(case.photos.filter(finding=None).select_related("file"))


def _leads(case: Visit, user: User) -> list[tuple[str, str]]:
    """Where an officer goes on from what the supervisor saw: has the agency inspected, or opens a
    violation."""
    if not case.record or not works_on(case, user):
        return []
    offices = offices_of(user)
    if not any(violations.party_under(each, "agency", case.agency_id) for each in offices):
        return []
    violation = reverse("supervision:violation-open", args=["agency", case.agency_id])
    ways = (("发起有因检查", reverse("supervision:inspection-propose")), ("违规立案", violation))
    return [(label, f"{url}?source={case.number}") for label, url in ways]


def sending_page(session: Session, user: User) -> str:
    """Where supervisors are sent to a session by lot; "" where no office of the person keeps a
    corps, so that they are sent by hand."""
    if not corps_reads.keepers(rights.offices_of(user, session.plan)):
        return ""
    return reverse("supervision:visits-coming")


def visit_page(duty: Duty) -> str:
    """The page of the visit behind a duty; "" for one that was given by hand."""
    found = reads.of_duty(duty)
    return reverse("casework:case", args=[found.number]) if found else ""
