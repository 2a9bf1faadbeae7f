"""The receipt and the register."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def issue(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def publish(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
