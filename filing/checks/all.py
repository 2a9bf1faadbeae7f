"""Every check, in the order in which an applicant meets what it is about."""

from filing.checks import Check, Issue
from filing.dossier import Dossier

CHECKS: tuple[Check, ...] = ()


def problems(dossier: Dossier) -> list[Issue]:
    """Everything that is wrong with an application as it stands."""
    return [issue for check in CHECKS for issue in check(dossier)]
