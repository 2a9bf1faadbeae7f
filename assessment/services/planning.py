"""A plan is filed, answered, announced."""

from accounts.models import User
from assessment.hand_on import hand_on
from assessment.models import Plan


def file(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def approve(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def send_back(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def announce(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def open_enrolment(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def cancel(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")
