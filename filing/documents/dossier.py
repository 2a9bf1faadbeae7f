"""An application with everything in it, read once; checks, prints and snapshots are made of it."""

import json
from dataclasses import dataclass

from casework.services import materials
from casework.services.materials import Slot
from catalogue.regulations import Regulation
from catalogue.regulations.schema import Applicant
from catalogue.regulations.terms import ApplicantKind
from filing.models import Facility, Filing, OwnLevel, Person, ScopeItem, Standing


@dataclass(frozen=True)
class Dossier:
    """`answers` are the typed fields by section; `papers` the materials that the regulation asks
    for, with what there is of them."""

    filing: Filing
    regulation: Regulation
    answers: dict[str, dict[str, str]]
    scope: list[ScopeItem]
    own_levels: list[OwnLevel]
    people: list[Person]
    facilities: list[Facility]
    standings: list[Standing]
    papers: list[Slot]

    @property
    def kind(self) -> ApplicantKind:
        return ApplicantKind(self.filing.owner.kind)

    @property
    def applicant(self) -> Applicant:
        """What the regulation says of this kind of applicant."""
        return next(a for a in self.regulation.applicants if a.kind == self.kind)

    def answer(self, section: str, field: str) -> str:
        """What was typed there, without blanks around it; empty where nothing was."""
        return self.answers.get(section, {}).get(field, "").strip()


def load(filing: Filing) -> Dossier:
    """The draft as it stands, in a fixed number of queries."""
    scope = filing.scope.select_related("occupation__parent", "standard__occupation")
    return Dossier(
        filing=filing,
        regulation=filing.regulation,
        answers={row.section: json.loads(row.values) for row in filing.answers.all()},
        scope=list(scope.prefetch_related("occupation__regulated_by")),
        own_levels=list(filing.own_levels.all()),
        people=list(filing.people.all()),
        facilities=list(filing.facilities.all()),
        standings=list(filing.standings.select_related("occupation")),
        papers=materials.overview(filing),
    )
