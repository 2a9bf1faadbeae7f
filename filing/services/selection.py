"""Selection and publicity."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def select(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def decline(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def publicise(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def clear(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def reopen(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
