"""A month: people assessed and qualified, certificates issued and ended (LN-11)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from accounts.enums import BUREAUS, Role
from accounts.models import Organisation, User
from accounts.selectors import TERRITORY, holds, staffed_by, territory
from casework.services.deadlines import add_months
from catalogue import regulations
from catalogue.regulations.schema import Report
from catalogue.regulations.terms import Tier
from certificates.enums import CertificateLevel, CertificateStatus, Origin, ReportLevel
from certificates.models import Certificate, MonthlyReport, StatusChange
from certificates.selectors import visible
from results.enums import Outcome
from results.models import Result

MONTHLY = "monthly"
COUNTS = ("assessed", "qualified", "issued", "ended")
TIER_OF = {ReportLevel.CITY: Tier.CITY, ReportLevel.PROVINCE: Tier.PROVINCE}
CONFIRMERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)


@dataclass
class Line:
    """A row: an occupation (and 工种) at a level."""

    occupation: str
    work_type: str
    level: int
    assessed: int = 0
    qualified: int = 0
    issued: int = 0
    ended: int = 0

    @property
    def level_label(self) -> str:
        return str(CertificateLevel(self.level).label)


def rule_of(regulation_id: str) -> Report | None:
    """The report of each month that a regulation asks of its agencies, if it does."""
    reports = regulations.get(regulation_id).reports
    return next((each for each in reports if each.key == MONTHLY), None)


def reporting() -> list[str]:
    """The regulations whose agencies report each month."""
    return [each.id for each in regulations.current() if rule_of(each.id)]


def first_of(day: date) -> date:
    """The first day of its month, by which a month is known."""
    return day.replace(day=1)


def issued_in(month: date) -> QuerySet[Certificate]:
    """The certificates of a month that were issued here."""
    rows = Certificate.objects.filter(issued_on__gte=month, issued_on__lt=add_months(month, 1))
    return rows.exclude(origin=Origin.LEGACY)


def counted(agency_id: int, month: date) -> list[Line]:
    """An agency's month, counted from the records. People assessed count in the month in which the
    first certificate of their plan was issued, so that each counts once."""
    lines: dict[tuple, Line] = {}

    def line(occupation: str, work_type: str, level: int) -> Line:
        key = (occupation, work_type, level)
        return lines.setdefault(key, Line(*key))

    what = ("occupation", "work_type", "level")
    issued = issued_in(month).filter(agency=agency_id).order_by()
    for *key, number in issued.values_list(*what).annotate(n=Count("pk")):
        line(*key).issued = number
    for *key, number in _ended(agency_id, month):
        line(*key).ended = number
    for name, work_type, level, assessed, qualified in _assessed(agency_id, month):
        found = line(name, work_type, level)
        found.assessed, found.qualified = assessed, qualified
    return sorted(lines.values(), key=lambda each: (each.occupation, each.work_type, -each.level))


def _ended(agency_id: int, month: date):
    ended = StatusChange.objects.filter(
        certificate__agency=agency_id, since__gte=month, since__lt=add_months(month, 1)
    ).exclude(status=CertificateStatus.VALID)
    what = ("certificate__occupation", "certificate__work_type", "certificate__level")
    return ended.order_by().values_list(*what).annotate(n=Count("certificate", distinct=True))


def _assessed(agency_id: int, month: date):
    begun = (
        Certificate.objects.filter(agency=agency_id, plan__isnull=False)
        .order_by()
        .values("plan")
        .annotate(first=Min("issued_on"))
        .filter(first__gte=month, first__lt=add_months(month, 1))
    )
    rows = Result.objects.filter(
        plan__in=[row["plan"] for row in begun], superseded_at=None
    ).order_by()
    what = ("entry__item__occupation__name", "entry__item__work_type", "entry__item__level")
    return rows.values_list(*what).annotate(
        all=Count("pk"), good=Count("pk", filter=Q(outcome=Outcome.QUALIFIED))
    )


def added(reports: list[MonthlyReport]) -> list[Line]:
    """The sum of several reports, by occupation and level."""
    sums: dict[tuple, Line] = {}
    for report in reports:
        for row in report.rows:
            key = (row["occupation"], row["work_type"], row["level"])
            found = sums.setdefault(key, Line(*key))
            for name in COUNTS:
                setattr(found, name, getattr(found, name) + row[name])
    return sorted(sums.values(), key=lambda each: (each.occupation, each.work_type, -each.level))


def parts_of(report: MonthlyReport) -> QuerySet[MonthlyReport]:
    """What a city or province adds up: the agencies' reports, the cities' reports."""
    below = ReportLevel.AGENCY if report.level == ReportLevel.CITY else ReportLevel.CITY
    size = TERRITORY[TIER_OF[ReportLevel(report.level)]]
    return MonthlyReport.objects.filter(
        level=below,
        month=report.month,
        regulation_id=report.regulation_id,
        division__code__startswith=report.division.code[:size],
    ).select_related("agency__organisation", "division", "confirmed_by")


def lines_of(report: MonthlyReport) -> list[Line]:
    """What the report says: frozen once confirmed, until then as it is now."""
    if report.confirmed_at:
        return [Line(**row) for row in report.rows]
    if report.level == ReportLevel.AGENCY:
        return counted(report.agency_id, report.month)
    confirmed = parts_of(report).filter(confirmed_at__isnull=False)
    return added(list(confirmed))


def holders_of(report: MonthlyReport) -> int:
    """How many people hold a valid certificate of the agency or the place (LN-11); frozen as the
    rows are."""
    if report.holders is not None:
        return report.holders
    rows = Certificate.objects.filter(status=CertificateStatus.VALID)
    if report.level == ReportLevel.AGENCY:
        rows = rows.filter(agency=report.agency_id)
    else:
        size = TERRITORY[TIER_OF[ReportLevel(report.level)]]
        rows = rows.filter(division__code__startswith=report.division.code[:size])
    return rows.aggregate(n=Count("id_hash", distinct=True))["n"]


def total(lines: list[Line]) -> dict[str, int]:
    """The foot of the table."""
    return {name: sum(getattr(line, name) for line in lines) for name in COUNTS}


def as_rows(lines: list[Line]) -> list[dict]:
    """As plain values, to be kept."""
    return [asdict(line) for line in lines]


def reports_visible_to(user: User) -> QuerySet[MonthlyReport]:
    """One's agency's own; for officers those of agencies and places in their territory, and their
    own sums."""
    seen = Q(level=ReportLevel.AGENCY, agency__in=visible.agencies_run_by(user))
    for office in staffed_by(user):
        seen |= Q(division__code__startswith=territory(office))
    rows = MonthlyReport.objects.filter(seen)
    return rows.select_related("agency__organisation__merged_into", "division", "confirmed_by")


def confirmer_for(user: User, report: MonthlyReport) -> Organisation | None:
    """For which organisation a person may confirm a report: the agency's own for its month, an
    office of the tier for the sum of a city or province."""
    if report.level == ReportLevel.AGENCY:
        return visible.side_of(user, report.agency)
    for office in staffed_by(user):
        is_there = office.tier == TIER_OF[ReportLevel(report.level)] and (
            office.division_id == report.division_id
        )
        if is_there and office.kind in BUREAUS and holds(user, office.pk, *CONFIRMERS):
            return office
    return None
