"""A change of a filed plan takes effect."""

from accounts.models import User
from assessment.models import PlanChange


def approve(case: PlanChange, *, actor: User, **_) -> None: ...


def send_back(case: PlanChange, *, actor: User, **_) -> None: ...


def withdraw(case: PlanChange, *, actor: User, **_) -> None: ...
