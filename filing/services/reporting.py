"""Commitment, report, re-check."""

from accounts.models import User
from filing.hand_on import hand_on
from filing.models import Filing


def commit(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def report(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def recheck(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)


def send_back(filing: Filing, *, actor: User, **_) -> None:
    hand_on(filing)
