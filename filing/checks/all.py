"""Every check, in the order in which an applicant meets what it is about."""

from casework.issues import Issue
from filing.checks import (
    Check,
    adjusted,
    answers,
    assessable,
    basis,
    basis_levels,
    conditions,
    credentials,
    ladder,
    levels,
    methods,
    nearest,
    occupation_facts,
    occupations_at_most,
    own_filing,
    papers,
    personnel,
    printed,
    signatory,
    some_occupation,
    standing,
    venue,
)
from filing.documents.dossier import Dossier

CHECKS: tuple[Check, ...] = (
    answers.check,
    conditions.check,
    some_occupation.check,
    levels.check,
    occupations_at_most.check,
    assessable.check,
    own_filing.check,
    standing.check,
    nearest.check,
    ladder.check,
    methods.check,
    occupation_facts.check,
    personnel.check,
    credentials.check,
    venue.check,
    basis.check,
    basis_levels.check,
    adjusted.check,
    papers.check,
    printed.check,
    signatory.check,
)


def problems(dossier: Dossier) -> list[Issue]:
    """Everything that is wrong with an application as it stands."""
    return [issue for check in CHECKS for issue in check(dossier)]
