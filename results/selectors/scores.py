"""Who enters, compares and decides scores, who marks in a panel."""

from accounts.enums import SPEAKERS, Role
from accounts.models import User
from accounts.selectors import holds
from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from config import clock

ENTERING = (Role.SCORER, Role.CLERK)
STAFF = (*SPEAKERS, Role.SCORER)
MARKING = (PlanStep.READY, PlanStep.HELD)


def of_scores(user: User, plan: Plan) -> bool:
    """Who opens the score sheets of a plan: managers, clerks and scorers of the agency."""
    return holds(user, plan.owner_id, *STAFF)


def may_enter(user: User, plan: Plan) -> bool:
    """Whether somebody may enter a round now: scorers and clerks, while the plan is held."""
    return plan.state == PlanStep.HELD and holds(user, plan.owner_id, *ENTERING)


def may_decide(user: User, plan: Plan) -> bool:
    """Whether somebody may decide differences now, those apart that he or she entered."""
    return plan.state == PlanStep.HELD and of_scores(user, plan)


def may_choose(user: User, plan: Plan) -> bool:
    """Whether somebody may say now which sheets a panel marks: managers and clerks."""
    return plan.state in MARKING and holds(user, plan.owner_id, *SPEAKERS)


def is_marking(session) -> bool:
    """Whether a panel may mark a session now: it has begun and the plan is not scored."""
    return session.plan.state in MARKING and session.starts_at <= clock.now()


def may_release(user: User, plan: Plan) -> bool:
    """Whether somebody may take a round from a clerk who does not come back: managers."""
    return plan.state == PlanStep.HELD and holds(user, plan.owner_id, Role.MANAGER)
