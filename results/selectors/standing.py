"""Who may do what in a session on the day of the exam."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import governs, holds, staffed_by
from assessment.enums import DutyRole
from assessment.models import Duty, Plan, Session
from assessment.selectors.entries import of_agency
from catalogue.regulations.terms import PlanStep
from config import clock
from results import conduct

NOTING = (
    DutyRole.CHIEF,
    DutyRole.INVIGILATOR,
    DutyRole.ASSESSOR,
    DutyRole.PANELLIST,
    DutyRole.SUPPORT,
)
SUPERVISING = (DutyRole.INTERNAL, DutyRole.EXTERNAL)
BEFORE_SCORES = (PlanStep.READY, PlanStep.HELD)


@dataclass(frozen=True)
class Standing:
    """What somebody is in a session; `duty` is what he or she does there, if anything."""

    user: User
    session: Session
    duty: Duty | None

    @classmethod
    def of(cls, user: User, session: Session) -> "Standing":
        """`session` has its plan loaded."""
        own = Q(user=user) | Q(examiner__user=user)
        return cls(user, session, session.duties.filter(own).select_related("room").first())

    @property
    def plan(self) -> Plan:
        return self.session.plan

    @cached_property
    def of_agency(self) -> bool:
        """A manager or clerk of the agency."""
        return of_agency(self.user, self.plan)

    @cached_property
    def of_office(self) -> bool:
        """Of a bureau that takes, answers or governs the plan, or filed its agency."""
        plan = self.plan
        own = (plan.office_id, plan.receiver_id, plan.agency.issuer_id)
        return any(
            office.pk in own or governs(office, plan.division) for office in staffed_by(self.user)
        )

    @property
    def supervises(self) -> bool:
        """An internal or external supervisor of the session."""
        return self.duty is not None and self.duty.role in SUPERVISING

    @property
    def serves(self) -> bool:
        """Works in the session, by duty or for the agency."""
        return self.of_agency or (self.duty is not None and self.duty.role in NOTING)

    @property
    def belongs(self) -> bool:
        """Has to do with the session at all."""
        return self.of_agency or self.of_office or self.duty is not None

    @property
    def reads(self) -> bool:
        """Whether names, photographs and incidents are shown. Those who are there for the day see
        them from the opening of check-in until the plan is held, the others from then on."""
        if self.plan.state == PlanStep.CANCELLED or clock.now() < opens_at(self.session):
            return False
        lasting = self.of_agency or self.of_office
        return lasting or (self.duty is not None and self.plan.state == PlanStep.READY)

    @property
    def notes(self) -> bool:
        """Whether the person may note who is there now."""
        return self.serves and is_open(self.session)

    @property
    def records(self) -> bool:
        """Whether the person may write incidents down: all who serve until the plan is held; then
        the agency until the scores are final, as identical answers show when they are read."""
        if not is_begun(self.session) or self.plan.state not in BEFORE_SCORES:
            return False
        return self.of_agency or self.notes

    @property
    def gives(self) -> bool:
        """Whether the person may say which papers were given out: all who serve, until the scores
        are final, as a panel may mark after the day."""
        return is_begun(self.session) and self.plan.state in BEFORE_SCORES and self.serves

    @property
    def revokes(self) -> bool:
        """Whether the person may take an incident back: the agency's manager, as long as no result
        was computed from it."""
        manages = holds(self.user, self.plan.owner_id, Role.MANAGER)
        return manages and self.plan.state in BEFORE_SCORES

    @property
    def writes_visit(self) -> bool:
        """Whether a supervisor may write the note of the visit: from the start on, until the plan
        is closed."""
        open_ = has_started(self.session) and self.plan.closed_at is None
        return self.supervises and open_


def opens_at(session: Session) -> datetime:
    """When check-in opens."""
    return session.starts_at - timedelta(minutes=conduct.rules().check_in.opens_before)


def is_begun(session: Session) -> bool:
    """Whether check-in has opened."""
    return session.cancelled_at is None and opens_at(session) <= clock.now()


def has_started(session: Session) -> bool:
    """Whether the exam has begun."""
    return session.starts_at <= clock.now()


def is_open(session: Session) -> bool:
    """Whether presence may be noted now: from the opening until the plan is held."""
    return session.plan.state == PlanStep.READY and is_begun(session)


def sessions() -> QuerySet[Session]:
    """The sessions that take place, with what `Standing` asks of them."""
    return Session.objects.filter(cancelled_at=None).select_related(
        "plan__agency__issuer__division", "plan__division", "plan__for_commission__owner"
    )


def by_ticket(ticket: str, user: User) -> list[Session]:
    """The sessions in which the holder of a ticket has a seat and the person has to do, the one
    that is nearest to now first."""
    rows = sessions().filter(seats__entry__ticket=ticket, seats__entry__status="approved")
    found = [each for each in rows.exclude(plan__state=PlanStep.CANCELLED) if ticket]
    mine = [each for each in found if Standing.of(user, each).belongs]
    now = clock.now()

    def away(session: Session) -> timedelta:
        return max(session.starts_at - now, now - session.ends_at, timedelta())

    return sorted(mine, key=lambda each: (away(each), each.starts_at))


def present(session: Session, plan: Plan) -> Session | None:
    """The session as it is now, with its plan, which is locked; none where it was cancelled."""
    found = sessions().filter(pk=session.pk, plan=plan.pk).first()
    if found is not None:
        found.plan = plan
    return found
