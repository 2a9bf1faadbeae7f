"""The bureau's first answer."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def accept(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def request_supplement(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def refuse(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
