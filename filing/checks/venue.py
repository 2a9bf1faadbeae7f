"""The rooms and equipment that the conditions ask for (LC-01, LN-01, SD-01)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import Shown
from filing.documents.dossier import Dossier
from filing.enums import FacilityKind

KINDS = {
    Shown.THEORY: FacilityKind.THEORY,
    Shown.PRACTICE: FacilityKind.PRACTICE,
    Shown.EQUIPMENT: FacilityKind.EQUIPMENT,
    Shown.SURVEILLANCE: FacilityKind.SURVEILLANCE,
}


def check(dossier: Dossier) -> Iterator[Issue]:
    there = {row.kind for row in dossier.facilities}
    for condition in dossier.regulation.conditions_for(dossier.kind):
        for shown in condition.shown_by:
            if shown in KINDS and KINDS[shown] not in there:
                yield Issue(
                    f"venue-{shown}",
                    "venue",
                    f"还没有填写{shown.label}。",
                    "添加一行，写明名称、地点和数量。",
                    condition,
                )
