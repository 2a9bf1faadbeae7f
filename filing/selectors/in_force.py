"""What an applicant may assess today, by what stands in the register."""

from accounts.models import Organisation
from catalogue import regulations
from catalogue.regulations.terms import Regime
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyScope, Filing
from filing.selectors import register

Cell = tuple[int, str, int]  # occupation, 工种, level


def own(owner: Organisation) -> set[Cell] | None:
    """What an enterprise may assess among its own people; None without a filing in force for that.

    Found by its 统一社会信用代码: a filing of another system counts once it is in the register.
    """
    regimes = [each.id for each in regulations.current() if each.regime == Regime.OWN]
    found = _agencies(owner).filter(regulation_id__in=regimes)
    if not found.exists():
        return None
    return set(_rows(found).values_list("occupation_id", "work_type", "level"))


def beside(filing: Filing) -> set[tuple[int, str]]:
    """The occupations (with 工种) that the applicant has under the same regulation, apart from the
    agency whose scope this filing replaces."""
    others = _agencies(filing.owner).filter(regulation_id=filing.regulation_id)
    return set(_rows(others.exclude(pk=filing.agency_id)).values_list("occupation_id", "work_type"))


def of(agency: Agency) -> list[AgencyScope]:
    """What an agency may assess today, one row a level."""
    rows = AgencyScope.objects.on(clock.today()).filter(agency=agency)
    return list(rows.select_related("occupation"))


def _agencies(owner: Organisation):
    named = Agency.objects.filter(credit_code=owner.code)
    return register.having(named, clock.today(), AgencyStatus.IN_FORCE)


def _rows(agencies):
    return AgencyScope.objects.on(clock.today()).filter(agency__in=agencies)
