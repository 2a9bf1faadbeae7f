"""Visits of external supervisors read: which sessions need one, whom a lot may draw, the notes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import holds, organisations_of, staffed_by, territory
from assessment.enums import DutyRole
from assessment.models import Duty, Session
from assessment.selectors import supervision as sending
from assessment.selectors.clashes import clashes
from catalogue import workdays
from catalogue.regulations.terms import PlanStep
from config import clock
from supervision import corps
from supervision.corps import Point
from supervision.enums import PointAnswer, VisitState
from supervision.models import CorpsAppointment, Visit, VisitFinding
from supervision.models.visit import NOTED
from supervision.selectors import corps as reads

TONES = {
    VisitState.ASSIGNED: "info",
    VisitState.REPORTED: "warn",
    VisitState.COMMENTED: "warn",
    VisitState.RATED: "ok",
    VisitState.DECLINED: "neutral",
    VisitState.WITHDRAWN: "neutral",
    VisitState.CANCELLED: "neutral",
}
GONE = (VisitState.DECLINED, VisitState.WITHDRAWN, VisitState.CANCELLED)


@dataclass(frozen=True)
class Ticket:
    """A supervisor in the population of a lot; `excluded` says why he or she must not be drawn."""

    appointment: CorpsAppointment
    excluded: str = ""


@dataclass(frozen=True)
class Line:
    """A point of the checklist with what it came to so far."""

    point: Point
    value: str

    @property
    def label(self) -> str:
        return PointAnswer(self.value).label if self.value else ""


def senders_of(user: User) -> list[Organisation]:
    """The bureaus for which somebody sends supervisors."""
    return [each for each in staffed_by(user) if holds(user, each.pk, *sending.SENDERS)]


def coming(user: User) -> QuerySet[Session]:
    """The sessions to come in the territory of one's offices that have fewer supervisors than the
    rules ask for (`wanted`, with `there`), the next first."""
    now = clock.now()
    place = Q(pk__in=[])
    for office in senders_of(user):
        place |= Q(plan__division__code__startswith=territory(office))
    rules = corps.rules()
    local = [
        When(plan__regulation_id=each.regulation, then=Value(each.supervisors_per_visit))
        for each in rules.by_regulation
        if each.supervisors_per_visit
    ]
    default = Value(rules.settings.supervisors_per_visit)
    wanted = Choice(*local, default=default, output_field=IntegerField())
    rows = Session.objects.filter(
        place,
        cancelled_at=None,
        plan__state__in=sending.SENDING,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(days=rules.settings.days_ahead),
    )
    outside = Count("duties", filter=Q(duties__role=DutyRole.EXTERNAL))
    rows = rows.annotate(wanted=wanted, there=outside).filter(there__lt=F("wanted"))
    related = ("plan__agency", "plan__division", "plan__for_commission__owner")
    return rows.select_related(*related).order_by("starts_at", "pk")


def population(session: Session, office: Organisation, wanted: int) -> tuple[list[Ticket], bool]:
    """Whom a lot for a session is drawn from, each with why not, in a fixed order; and whether
    rotation was waived, as too few would be left. What must be stepped back for never is."""
    day = timezone.localdate(session.starts_at)
    corps_there = reads.corps_on(office, day)
    barred = must_not(corps_there, session)
    lately = _lately(session, corps_there)
    free = [a for a in corps_there if a.pk not in barred and a.person_id not in lately]
    waived = len(free) < wanted and bool(lately)
    text = f"轮换：该机构最近 {corps.rules().settings.rotation} 次督导已参加"
    tickets = []
    for each in corps_there:
        excluded = barred.get(each.pk, "")
        if not excluded and not waived and each.person_id in lately:
            excluded = text
        tickets.append(Ticket(each, excluded))
    return tickets, waived


def must_not(corps_there: list[CorpsAppointment], session: Session) -> dict[int, str]:
    """Of these appointments (keys) those who must not or cannot go, and why: recusal (回避),
    another duty at that time, sent here before."""
    users = {each.person_id: each for each in corps_there}
    found = {}
    for user, reason in sending.barred([each.person for each in corps_there], session).items():
        found[users[user].pk] = f"回避：{reason}"
    asked = [Duty(session=session, user=e.person, role=DutyRole.EXTERNAL) for e in corps_there]
    for clash in clashes(asked):
        found.setdefault(users[clash.duty.user_id].pk, "该时段另有安排")
    ever = Visit.objects.filter(session=session, person__in=users).exclude(
        state=VisitState.CANCELLED
    )
    for person in ever.values_list("person", flat=True):
        found.setdefault(users[person].pk, "已参加本场委派")
    return found


def _lately(session: Session, corps_there: list[CorpsAppointment]) -> set[int]:
    """Who was at the last visited sessions of the agency before this one."""
    size = corps.rules().settings.rotation
    if not size:
        return set()
    rows = Visit.objects.filter(agency=session.plan.agency_id).exclude(state__in=GONE)
    rows = rows.filter(session__starts_at__lt=session.starts_at).exclude(session=session.pk)
    keys = list(
        rows.order_by("-session__starts_at", "-session")
        .values_list("session", flat=True)
        .distinct()[:size]
    )
    people = [each.person_id for each in corps_there]
    return set(rows.filter(session__in=keys, person__in=people).values_list("person", flat=True))


def sent_to(user: User) -> Q:
    """The visits that people from outside may read, as a condition on cases: one's own, and for
    the agency's people those whose note was handed in."""
    mine = Q(visit__person=user.pk)
    agencies = organisations_of(user, *SPEAKERS)
    if not agencies:
        return mine
    return mine | Q(visit__agency__organisation__in=agencies, visit__record_sha256__gt="")


def awaiting(user: User) -> Q:
    """Those that wait for the supervisor, and for the agency's comment."""
    waiting = Q(visit__person=user.pk, state=VisitState.ASSIGNED)
    agencies = organisations_of(user, *SPEAKERS)
    if not agencies:
        return waiting
    return waiting | Q(
        visit__agency__organisation__in=agencies,
        state=VisitState.REPORTED,
        visit__comment_until__gte=clock.today(),
    )


def own_of(user: User) -> QuerySet[Visit]:
    """The visits to which somebody was sent, those taken back left out."""
    rows = Visit.objects.filter(person=user.pk).exclude(state__in=GONE)
    return rows.select_related("session__plan", "agency")


def desk_of(user: User) -> QuerySet[Visit]:
    """The visits of the offices in which somebody works."""
    rows = Visit.objects.filter(office__in=[office.pk for office in staffed_by(user)])
    return rows.select_related("session__plan", "agency", "person", "rating")


def of_agency(user: User) -> QuerySet[Visit]:
    """The notes on one's own agency."""
    mine = organisations_of(user, *SPEAKERS)
    rows = Visit.objects.filter(agency__organisation__in=mine, state__in=NOTED)
    return rows.select_related("session__plan", "agency")


def of_duty(duty: Duty) -> Visit | None:
    """The visit behind a duty of an external supervisor, if a lot sent him or her."""
    if duty.role != DutyRole.EXTERNAL:
        return None
    rows = Visit.objects.filter(session=duty.session_id, person=duty.user_id)
    return rows.exclude(state__in=GONE).first()


def duty_of(visit: Visit) -> Duty | None:
    """What the supervisor has to do in the session."""
    rows = Duty.objects.filter(
        session=visit.session_id, user=visit.person_id, role=DutyRole.EXTERNAL
    )
    return rows.select_related("session__plan__agency").first()


def internal_of(user: User) -> QuerySet[Duty]:
    """The duties of internal supervisors at one's own agency, for officers at those of the
    territory; those who supervise see their own."""
    seen = Q(examiner__user=user.pk)
    seen |= Q(session__plan__owner__in=organisations_of(user, *SPEAKERS))
    for office in staffed_by(user):
        seen |= Q(session__plan__division__code__startswith=territory(office))
    rows = Duty.objects.filter(
        seen,
        role=DutyRole.INTERNAL,
        session__cancelled_at=None,
        session__starts_at__lte=clock.now(),
    )
    rows = rows.exclude(session__plan__state=PlanStep.CANCELLED)
    return rows.select_related("session__plan__agency", "examiner", "visit")


def due_day(session: Session, regulation: str, calendar=None) -> date:
    """The last day on which a note on a session is in time. A list gives the calendar, which asks
    the database, once for all its rows."""
    held = timezone.localdate(session.ends_at)
    days = corps.rules().of(regulation).note_days
    return workdays.add_working_days(held, days, calendar=calendar or workdays.current())


def points_of(visit: Visit) -> list[Point]:
    """The checklist of a visit."""
    return corps.rules().points_of(visit.session.plan.regulation_id)


def lines_of(visit: Visit) -> list[Line]:
    """The checklist with the answers."""
    given = dict(visit.answers.values_list("point", "value"))
    return [Line(point, given.get(point.key, "")) for point in points_of(visit)]


def findings_of(visit: Visit) -> QuerySet[VisitFinding]:
    """What was seen and not struck out, with its photos."""
    rows = VisitFinding.objects.filter(visit=visit.pk, struck_at=None)
    return rows.prefetch_related("photos__file").order_by("pk")
