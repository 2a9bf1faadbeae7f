"""The register of agencies, read as of any day: who stood in it, how, and for what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.formats import date_format

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import organisations_of
from catalogue.enums import Level
from catalogue.models import Occupation, Standard
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyRule, AgencyScope, Recognition
from filing.models.register import holding
from filing.wording import occupation_named

TONES = {
    AgencyStatus.IN_FORCE: "ok",
    AgencyStatus.SUSPENDED: "warn",
    AgencyStatus.EXPIRED: "neutral",
    AgencyStatus.STRUCK_OFF: "danger",
}


@dataclass(frozen=True)
class Permission:
    """Why an agency may not assess; without a reason it may. True or false by itself."""

    reason: str = ""

    @property
    def allowed(self) -> bool:
        return not self.reason

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class ScopeLine:
    """An occupation (and 工种) with its levels from the lowest, one line of a table of scope."""

    occupation: Occupation
    work_type: str
    levels: tuple[Level, ...]
    standards: tuple[Standard, ...]
    since: date

    @property
    def printed_work_type(self) -> str:
        """None prints as `--`, never blank (人社鉴发〔2021〕1号)."""
        return self.work_type or "--"

    @property
    def level_range(self) -> str:
        """`五级/初级工 至 三级/高级工`; levels with a gap between them one by one."""
        first, last = self.levels[0], self.levels[-1]
        if len(self.levels) > 1 and first - last == len(self.levels) - 1:
            return f"{first.printed} 至 {last.printed}"
        return "、".join(level.printed for level in self.levels)


# --- status -------------------------------------------------------------------------------------


def with_status(agencies: QuerySet[Agency], day: date) -> QuerySet[Agency]:
    """`agencies` with `standing`, the status on that day; None before they were filed.

    Past its last day an agency has expired, whether or not the daily run has written it down.
    """
    period = AgencyPeriod.objects.on(day).filter(agency=OuterRef("pk")).order_by()
    return agencies.annotate(
        standing=Case(
            When(_lapsed(day), then=Value(AgencyStatus.EXPIRED.value)),
            default=Subquery(period.values("status")[:1]),
            output_field=CharField(),
        )
    )


def _lapsed(day: date) -> Q:
    struck = AgencyPeriod.objects.on(day).filter(
        agency=OuterRef("pk"), status=AgencyStatus.STRUCK_OFF
    )
    return Q(valid_until__lt=day) & ~Exists(struck)


def listed_on(day: date) -> QuerySet[Agency]:
    """Those published by that day (LC-12, LN-08), with `standing`, whatever it is."""
    return with_status(Agency.objects.filter(published_on__lte=day), day).select_related("division")


def agencies_on(day: date, status: AgencyStatus = AgencyStatus.IN_FORCE) -> QuerySet[Agency]:
    """Those listed on that day whose status then was `status`."""
    return having(listed_on(day), day, status)


def having(agencies: QuerySet[Agency], day: date, status: AgencyStatus) -> QuerySet[Agency]:
    """Those of `agencies` with that status on that day, found by the index of the periods."""
    period = Exists(AgencyPeriod.objects.on(day).filter(agency=OuterRef("pk"), status=status))
    if status == AgencyStatus.STRUCK_OFF:
        return agencies.filter(period)
    if status == AgencyStatus.EXPIRED:
        return agencies.filter(period | _lapsed(day))
    return agencies.filter(period, Q(valid_until=None) | Q(valid_until__gte=day))


def status_on(agency: Agency, day: date) -> AgencyStatus | None:
    """The status on that day; None before the agency was filed."""
    found = with_status(Agency.objects.filter(pk=agency.pk), day).values_list("standing", flat=True)
    status = found.first()
    return AgencyStatus(status) if status else None


# --- scope --------------------------------------------------------------------------------------


def scope_on(agency: Agency, day: date) -> list[ScopeLine]:
    """What the agency might assess on that day, grouped."""
    return scopes_on([agency], day)[agency.pk]


def scopes_on(agencies: Iterable[Agency], day: date) -> dict[int, list[ScopeLine]]:
    """The same for many agencies in two queries, by their keys."""
    keys = [agency.pk for agency in agencies]
    rows = (
        AgencyScope.objects.on(day)
        .filter(agency__in=keys)
        .select_related("occupation", "standard")
        .order_by("agency_id", "occupation__code", "work_type", "-level")
    )
    lines: dict[int, list[ScopeLine]] = {key: [] for key in keys}
    for (key, _, work_type), group in groupby(
        rows, key=lambda row: (row.agency_id, row.occupation_id, row.work_type)
    ):
        lines[key].append(_line(work_type, list(group)))
    return lines


def _line(work_type: str, rows: list[AgencyScope]) -> ScopeLine:
    standards = {row.standard_id: row.standard for row in rows if row.standard}
    return ScopeLine(
        occupation=rows[0].occupation,
        work_type=work_type,
        levels=tuple(Level(row.level) for row in rows),
        standards=tuple(standards.values()),
        since=min(row.since for row in rows),
    )


def assessing(
    agencies: QuerySet[Agency],
    day: date,
    occupations: list[Occupation] | QuerySet[Occupation] | None = None,
    level: int | None = None,
) -> QuerySet[Agency]:
    """Those of `agencies` whose scope on that day holds one of the occupations, at that level."""
    rows = AgencyScope.objects.on(day)
    if occupations is not None:
        rows = rows.filter(occupation__in=occupations)
    if level is not None:
        rows = rows.filter(level=level)
    return agencies.filter(pk__in=rows.values("agency"))


def may_assess(
    agency: Agency,
    occupation: Occupation,
    level: int,
    day: date,
    work_type: str | None = None,
) -> Permission:
    """Whether the agency may assess an occupation at a level on a day: in force, and in scope.

    `work_type`: a scope without one covers all 工种 of its occupation; None asks for any. Does not
    ask whom it assesses: that is the regulation's matter (LC-02).
    """
    status = status_on(agency, day)
    if status != AgencyStatus.IN_FORCE:
        said = f"的状态是“{status.label}”" if status else "尚未备案"
        return Permission(f"{agency}在{date_format(day)}{said}，不能开展评价。")
    rows = AgencyScope.objects.on(day).filter(agency=agency, occupation=occupation)
    if work_type is not None:
        rows = rows.filter(work_type__in=("", work_type))
    levels = sorted({row.level for row in rows}, reverse=True)
    if level in levels:
        return Permission()
    named = occupation_named(occupation, work_type or "")
    if not levels:
        return Permission(f"{named}不在{agency}{date_format(day)}的评价范围内。")
    held = "、".join(Level(each).printed for each in levels)
    return Permission(
        f"{agency}{date_format(day)}可以评价的{named}等级是{held}，不含{Level(level).printed}。"
    )


# --- what belongs to an agency ------------------------------------------------------------------


def history_until(agency: Agency, day: date) -> list[AgencyPeriod]:
    """The changes of status up to a day, the newest first."""
    return list(agency.periods.filter(since__lte=day).order_by("-since", "-pk"))


def rules_on(agency: Agency, day: date) -> list[tuple[AgencyRule, list[AgencyRule]]]:
    """What the agency has published by a day (LN-15, SD-11), by title: the newest version, then
    the older ones."""
    rows = agency.rules.filter(published_on__lte=day).order_by("title", "-published_on", "-pk")
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.title)]
    return [(versions[0], versions[1:]) for versions in grouped]


def recognised_on(agency: Agency, day: date) -> list[Recognition]:
    """The subsidiaries for which other places recognised its filing on a day (JS-10)."""
    rows = agency.recognitions.filter(holding(day)).select_related("owner", "office", "division")
    return list(rows.order_by("since", "pk"))


def run_by(user: User) -> QuerySet[Agency]:
    """The agencies whose affairs `user` handles, as manager or clerk of the organisation."""
    mine = organisations_of(user, *SPEAKERS)
    return Agency.objects.filter(organisation__in=mine).select_related("division", "organisation")
