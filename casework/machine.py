"""The bridge from a regulation's arrows to a state machine.

The machine of a kind has every step and act that any regime knows. A transition made here is
allowed only where the regulation of the case draws the arrow, leads where the arrow leads, and is
permitted to whom the arrow names.
"""

from collections.abc import Callable

from django.db.models import TextChoices
from django_fsm import GET_STATE, transition

from accounts.enums import Role
from casework import parties
from casework.models import Case
from catalogue.regulations.process import Arrow


def arrow_of(case: Case, process: str, act: str) -> Arrow | None:
    """The arrow that the case's regulation draws for `act` at its present step, if any."""
    drawn = getattr(case.regulation.processes, process)
    tier = case.receiver_tier or None
    return drawn.find(case.state, act, receiver_tier=tier) if drawn else None


def regulated(
    process: str,
    act: str,
    states: type[TextChoices],
    *,
    roles: tuple[Role, ...] = (),
    stays: Callable[[Case], bool] | None = None,
) -> Callable:
    """A transition that follows the regulation. `roles`: which members of the acting office may;
    none means every member. While the case `stays` (asked after the transition has run), the arrow
    has not come to its end yet: of several reviews the last one moves the case."""

    def target(case: Case) -> str:
        if stays and stays(case):
            return case.state
        return arrow_of(case, process, act).target.value

    def is_drawn(case: Case) -> bool:
        return arrow_of(case, process, act) is not None

    def may(case: Case, user) -> bool:
        arrow = arrow_of(case, process, act)
        return arrow is not None and parties.acts_as(user, case, arrow.by, roles)

    return transition(
        field="state",
        source="*",
        target=GET_STATE(target, states=states.values),
        conditions=[is_drawn],
        permission=may,
    )
