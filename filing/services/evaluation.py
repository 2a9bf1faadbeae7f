"""The panel and its conclusion."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def convene(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def conclude(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
