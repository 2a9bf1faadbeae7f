"""The corps of quality supervisors read: who is appointed by whom, who may be, what each did."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, F, Q, QuerySet

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import holds, organisations_of
from assessment.enums import DutyRole
from assessment.models import Examiner
from casework.selectors import cases_visible_to
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency
from filing.selectors import register
from supervision.enums import AppointmentState, CorpsSide, VisitState
from supervision.models import CorpsAppointment, Visit
from supervision.models.corps_parties import DECIDERS
from supervision.selectors import offices

IN_FORCE = (AgencyStatus.IN_FORCE, AgencyStatus.SUSPENDED)


@dataclass(frozen=True)
class Figures:
    """What a supervisor has done for an office: visits sent to, notes, those in time, averages of
    the ratings; how often he or she declined, and did not hand in a note that is due."""

    sent: int = 0
    declined: int = 0
    reported: int = 0
    in_time: int = 0
    complete: float | None = None
    useful: float | None = None


def offices_of(user: User) -> list[Organisation]:
    """The bureaus and centres for which somebody appoints supervisors."""
    return [office for office in offices.offices_of(user) if holds(user, office.pk, *DECIDERS)]


def agencies_of(user: User) -> list[Agency]:
    """The agencies of whose people somebody appoints internal supervisors."""
    mine = organisations_of(user, Role.MANAGER)
    if not mine:
        return []
    today = clock.today()
    rows = Agency.objects.filter(organisation__in=mine).select_related("organisation", "division")
    return [row for row in rows if register.status_on(row, today) in IN_FORCE]


def visible_to(user: User) -> QuerySet[CorpsAppointment]:
    """The appointments that a person may see, those of his or her own side."""
    rows = CorpsAppointment.objects.filter(
        pk__in=cases_visible_to(user, "corps_appointment").values("pk")
    )
    return rows.select_related("person", "office", "owner")


def running(day: date) -> QuerySet[CorpsAppointment]:
    """The appointments that hold on a day."""
    rows = CorpsAppointment.objects.filter(since__lte=day, until__gte=day)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))


def corps_on(office: Organisation, day: date) -> list[CorpsAppointment]:
    """The external supervisors whom an office may send that day, in a fixed order: appointed, with
    an account that is in use and still has the role."""
    held = Membership.objects.on(clock.today()).filter(
        organisation=office, role=Role.SUPERVISOR, user__is_active=True
    )
    rows = running(day).filter(side=CorpsSide.EXTERNAL, office=office)
    rows = rows.filter(person__in=held.values("user"))
    return list(rows.select_related("person").order_by("pk"))


def keepers(offices: list[Organisation]) -> list[Organisation]:
    """Those of these offices that keep a corps: who has ever appointed a supervisor sends by lot
    alone."""
    rows = CorpsAppointment.objects.filter(
        side=CorpsSide.EXTERNAL, office__in=[office.pk for office in offices]
    )
    keys = set(rows.order_by().values_list("office", flat=True))
    return [office for office in offices if office.pk in keys]


def candidates(office: Organisation) -> QuerySet[User]:
    """Who may be appointed by an office: its members with the role, without an appointment that
    runs or is to come."""
    held = Membership.objects.on(clock.today()).filter(organisation=office, role=Role.SUPERVISOR)
    taken = _standing().filter(side=CorpsSide.EXTERNAL, office=office)
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return rows.exclude(pk__in=taken.values("person")).order_by("name", "username")


def staff_candidates(agency: Agency) -> QuerySet[Examiner]:
    """Who of an agency's own people may be appointed: registered for it, with an account of a
    member, of no other employer."""
    members = Membership.objects.on(clock.today()).filter(organisation=agency.organisation_id)
    rows = Examiner.objects.filter(agency=agency, left_on=None, employer="")
    rows = rows.filter(user__in=members.values("user"), user__is_active=True)
    taken = _standing().filter(side=CorpsSide.INTERNAL, examiner__agency=agency)
    rows = rows.exclude(user__in=taken.values("person")).select_related("user")
    # Roles are a list in JSON, which SQLite cannot search.
    keys = [row.pk for row in rows if DutyRole.INTERNAL in row.roles]
    return rows.filter(pk__in=keys)


def figures_of(people: list[int], offices: list[int]) -> dict[int, Figures]:
    """The figures of supervisors by person, over the visits for these offices; one query."""
    state = {
        "declined": Q(state=VisitState.DECLINED),
        "reported": Q(reported_on__isnull=False),
        "in_time": Q(reported_on__isnull=False, reported_on__lte=F("due_day")),
    }
    counted = {name: Count("pk", filter=which) for name, which in state.items()}
    rows = Visit.objects.filter(person__in=people, office__in=offices).order_by()
    tallied = rows.exclude(state__in=(VisitState.CANCELLED,)).values("person")
    tallied = tallied.annotate(
        sent=Count("pk"),
        complete=Avg("rating__complete"),
        useful=Avg("rating__useful"),
        **counted,
    )
    return {row.pop("person"): Figures(**row) for row in tallied}


def by_token(token: str) -> CorpsAppointment | None:
    """The appointment on whose card a code stands."""
    rows = CorpsAppointment.objects.filter(token=token).select_related("person", "office", "owner")
    return rows.first()


def _standing() -> QuerySet[CorpsAppointment]:
    """Appointments that nobody has ended and whose term is not over."""
    return CorpsAppointment.objects.filter(state=AppointmentState.ACTIVE, until__gte=clock.today())
