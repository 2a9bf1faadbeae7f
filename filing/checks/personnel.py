"""The people whom the conditions ask for (LC-01, LN-01, SD-01). The documents name no numbers: one
of each is the least."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import Shown
from filing.documents.dossier import Dossier
from filing.enums import PersonRole
from filing.models import Person

ROLES = {
    Shown.STAFF: PersonRole.STAFF,
    Shown.FULL_TIME: PersonRole.STAFF,
    Shown.EXPERT: PersonRole.EXPERT,
    Shown.ASSESSOR: PersonRole.ASSESSOR,
    Shown.INVIGILATOR: PersonRole.INVIGILATOR,
    Shown.SUPERVISOR: PersonRole.SUPERVISOR,
}


def check(dossier: Dossier) -> Iterator[Issue]:
    for condition in dossier.regulation.conditions_for(dossier.kind):
        for shown in condition.shown_by:
            if shown in ROLES and not any(_is(person, shown) for person in dossier.people):
                yield Issue(
                    f"people-{shown.replace('_', '-')}",
                    "people",
                    f"还没有填写{shown.label}。",
                    f"至少填写一名{shown.label}。",
                    condition,
                )


def _is(person: Person, shown: Shown) -> bool:
    return person.role == ROLES[shown] and (person.full_time or shown != Shown.FULL_TIME)
