"""The applicant sends and takes back."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def submit(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def withdraw(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
