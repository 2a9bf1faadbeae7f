"""A commission is asked for, agreed, granted."""

from accounts.models import User
from assessment.models import Commission
from filing.hand_on import hand_on


def ask(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def agree(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def decline(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def submit(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def send_back(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def grant(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")


def withdraw(case: Commission, *, actor: User, **_) -> None:
    hand_on(case, "commission")
