"""Which regimes an applicant may file under, and with which office (LC-09, LN-16, SD-05, JS-01)."""

from dataclasses import dataclass

from accounts.models import Organisation
from accounts.selectors import is_office, offices
from catalogue import regulations
from catalogue.models import Division
from catalogue.regulations import Regulation
from catalogue.regulations.schema import Route
from catalogue.regulations.terms import Affiliation, ApplicantKind


@dataclass(frozen=True)
class Routing:
    """The rule, and the offices that are here. More than one: the applicant chooses. None: the
    place has no office in this portal yet."""

    route: Route
    offices: tuple[Organisation, ...]


def regimes_for(kind: ApplicantKind, division: Division) -> list[Regulation]:
    """The regulations under which such an applicant may file there, of each regime the most local
    one: a city's before its province's before the national."""
    local: dict[str, Regulation] = {}
    for regulation in regulations.current():
        if _takes_filings_of(regulation, kind) and reaches(regulation, division):
            known = local.get(regulation.regime)
            if known is None or len(_reach(regulation)) > len(_reach(known)):
                local[regulation.regime] = regulation
    return list(local.values())


def routing(
    regulation: Regulation, *, kind: ApplicantKind, affiliation: Affiliation, division: Division
) -> Routing:
    """Where such an applicant files under a regulation. Where a place has entrusted an employment
    authority (LN-16), that one comes first."""
    route = regulation.route(affiliation, kind)
    found = [o for authority in route.receivers for o in offices(authority, division)]
    entrusting = {o.entrusted_by_id for o in found if o.entrusted_by_id}
    return Routing(route, tuple(o for o in found if o.pk not in entrusting))


def takes_applications(regulation: Regulation, office: Organisation) -> bool:
    """Whether an office is one of those that take applications under a regulation."""
    named = {authority for route in regulation.routes for authority in route.receivers}
    return reaches(regulation, office.division) and any(
        is_office(office, authority, office.division) for authority in named
    )


def recognising(division: Division) -> Regulation | None:
    """The most local regulation by which a place recognises filings of elsewhere (JS-10)."""
    found = [
        regulation
        for regulation in regulations.current()
        if regulation.recognition and reaches(regulation, division)
    ]
    return max(found, key=lambda regulation: len(_reach(regulation)), default=None)


def _takes_filings_of(regulation: Regulation, kind: ApplicantKind) -> bool:
    return regulation.processes.filing is not None and any(
        applicant.kind == kind for applicant in regulation.applicants
    )


def reaches(regulation: Regulation, division: Division) -> bool:
    """Whether a division lies in the territory of a regulation."""
    return division.code.startswith(_reach(regulation))


def _reach(regulation: Regulation) -> str:
    """The digits that all divisions of its territory begin with; empty for the whole country."""
    code = regulation.division
    while code.endswith("00"):
        code = code[:-2]
    return code
