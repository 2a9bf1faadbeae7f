"""The roster and the arrangement are filed."""

from accounts.models import User
from assessment.hand_on import hand_on
from assessment.models import Plan


def close(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def file(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def approve(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def send_back(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")


def make_ready(case: Plan, *, actor: User, **_) -> None:
    hand_on(case, "plan")
