"""Credit read: whom an office rates, what stands, what everybody and what the agency may see."""

import json
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.enums import OFFICE_STAFF, SPEAKERS, OrganisationKind
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by, territory
from casework.selectors import cases_visible_to
from casework.services.timeline import canonical, sha256
from catalogue import workdays
from catalogue.regulations.terms import Tier
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod
from filing.selectors import register
from supervision import credit
from supervision.documents.credit import Tally
from supervision.enums import RoundState
from supervision.models import CreditContest, CreditItem, CreditRating, CreditRound

PUBLIC = (RoundState.PUBLICITY, RoundState.FINAL)
RATING = (Tier.PROVINCE, Tier.CITY)
UNRATED = "-"  # in filters: agencies without a rating


def rates(office: Organisation) -> bool:
    """Whether an office rates agencies: the bureau of a city those of the city and its counties,
    that of the province those filed with the province, so that each is rated by one."""
    return office.is_active and office.kind == OrganisationKind.HRSS and office.tier in RATING


def offices_of(user: User) -> list[Organisation]:
    """The bureaus for which somebody prepares ratings."""
    return [
        office
        for office in staffed_by(user)
        if rates(office) and holds(user, office.pk, *OFFICE_STAFF)
    ]


def population_of(case: CreditRound) -> QuerySet[Agency]:
    """The agencies that a round rates: filed for long enough of the period, in force or suspended
    at some time of it."""
    found = Agency.objects.filter(published_on__lte=case.until)
    if case.office.tier == Tier.PROVINCE:
        found = found.filter(division__code=case.office.division.code)
    else:
        found = found.filter(division__code__startswith=territory(case.office))
    stood = AgencyPeriod.objects.filter(
        Q(until=None) | Q(until__gt=case.since),
        agency=OuterRef("pk"),
        since__lte=case.until,
        status__in=(AgencyStatus.IN_FORCE, AgencyStatus.SUSPENDED),
    )
    latest = case.until - timedelta(case.rules.least_days)
    return found.filter(Exists(stood), filed_on__lte=latest).order_by("code")


def rated_in(case: CreditRound) -> QuerySet[Agency]:
    """The agencies that were rated in a round."""
    return Agency.objects.filter(pk__in=case.ratings.values("agency")).order_by("code")


def tally(case: CreditRound) -> Tally:
    """How many are in each class now, and the digest of the list."""
    rows = list(
        case.ratings.filter(superseded_at=None)
        .order_by("agency__code")
        .values_list("agency__code", "points", "grade")
    )
    counts = [
        (each.grade, sum(row[2] == each.grade for row in rows)) for each in case.rules.classes
    ]
    return Tally(tuple(counts), sha256(canonical([list(row) for row in rows])))


# --- what everybody reads -----------------------------------------------------------------------


def published_rounds() -> QuerySet[CreditRound]:
    """Every round that was made public, the latest period first."""
    rows = CreditRound.objects.filter(state__in=PUBLIC).select_related("office", "division")
    return rows.order_by("-until", "division__code", "pk")


def public_ratings() -> QuerySet[CreditRating]:
    """What stands in the rounds that are public."""
    rows = CreditRating.objects.filter(superseded_at=None, round__state__in=PUBLIC)
    rows = rows.select_related("agency__division", "round__office")
    return rows.order_by("-round__until", "agency__code")


def final_of(agency: Agency) -> QuerySet[CreditRating]:
    """The ratings of an agency that were published for good, the latest period first."""
    rows = CreditRating.objects.filter(
        agency=agency, superseded_at=None, round__state=RoundState.FINAL
    )
    return rows.select_related("round__office").order_by("-round__until")


def lines_of(rating: CreditRating) -> list[tuple[str, int, int]]:
    """The sum, line by line: name, how many, points."""
    return [(name, count, points) for _, name, count, points in json.loads(rating.lines)]


# --- grades for other parts ---------------------------------------------------------------------


def with_grade(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """`agencies` with `credit`, the class that was last published for good; None for none."""
    last = CreditRating.objects.filter(
        agency=OuterRef("pk"), superseded_at=None, round__state=RoundState.FINAL
    ).order_by("-round__until", "-round__pk")
    return agencies.annotate(credit=Subquery(last.values("grade")[:1]))


def having_grade(agencies: QuerySet[Agency], grades: Iterable[str]) -> QuerySet[Agency]:
    """Those of `agencies` whose last published class is one of these; `UNRATED`: that have none."""
    grades = set(grades)
    asked = Q(credit__in=grades - {UNRATED})
    if UNRATED in grades:
        asked |= Q(credit=None)
    return with_grade(agencies).filter(asked)


def grades_in_words(grades: Iterable[str]) -> str:
    """`A、B、未评`."""
    return "、".join("未评" if each == UNRATED else each for each in sorted(grades))


def grade_choices() -> list[tuple[str, str]]:
    """The classes of the newest formula, and that of agencies without a rating."""
    known = credit.formulas()[-1].classes
    return [*((each.grade, f"{each.grade} 级（{each.name}）") for each in known), (UNRATED, "未评")]


def counts_by_grade(agencies: QuerySet[Agency]) -> dict[str | None, int]:
    """How many of `agencies` are in each class; by None those without a rating. One query."""
    rows = with_grade(agencies).order_by().values_list("credit")
    return dict(rows.annotate(n=Count("pk")))


# --- what the agency and the office read --------------------------------------------------------


def desk_of(user: User) -> QuerySet[CreditRound]:
    """The rounds of one's own offices, with how many contests wait (`n_waiting`)."""
    mine = [office.pk for office in offices_of(user)]
    rows = CreditRound.objects.filter(office__in=mine).select_related("office")
    waits = Q(items__contests__state="filed")
    return rows.annotate(n_waiting=Count("items__contests", filter=waits, distinct=True))


def own_of(user: User) -> QuerySet[CreditRating]:
    """The public ratings of the agencies that somebody runs, the latest period first."""
    return public_ratings().filter(agency__in=register.run_by(user).values("pk"))


def readable_by(user: User, rating: CreditRating) -> bool:
    """Whether somebody reads a rating item by item: the agency's people once it is public, and
    officers of the office that rated."""
    agency, rated = rating.agency, rating.round
    owner = owner_of(agency)
    if owner and holds(user, owner.pk, *SPEAKERS):
        return rated.state in PUBLIC
    tied = owner is not None and holds(user, owner.pk)
    return holds(user, rated.office_id, *OFFICE_STAFF) and not tied


def items_of(rating: CreditRating, user: User) -> list[CreditItem]:
    """What counts for a rating and what was struck, each with `seen`, whether the person may open
    the case it comes from, and `contest`, the last one on it. Three queries."""
    rows = list(
        CreditItem.objects.filter(round=rating.round_id, agency=rating.agency_id)
        .select_related("source")
        .order_by("happened_on", "pk")
    )
    keys = [row.source_id for row in rows]
    seen = set(cases_visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    contests = CreditContest.objects.filter(item__in=rows).order_by("pk")
    last = {row.item_id: row for row in contests}
    rules = rating.round.rules
    for row in rows:
        row.seen, row.contest = row.source_id in seen, last.get(row.pk)
        row.worth = rules.rule(row.rule)
    return rows


def owner_of(agency: Agency) -> Organisation | None:
    """The organisation that answers for an agency; none without an account here."""
    found = agency.organisation
    found = found.merged_into or found if found else None
    return found if found and found.is_active else None


def contest_until(case: CreditRound) -> date | None:
    """The last day on which an item may be contested; None while the publicity runs."""
    if case.final_on is None:
        return None
    days = case.rules.contest_days
    return workdays.add_working_days(case.final_on, days, calendar=workdays.current())


def may_be_contested(case: CreditRound) -> bool:
    """Whether items may be contested today."""
    if case.state == RoundState.PUBLICITY:
        return True
    return case.state == RoundState.FINAL and clock.today() <= contest_until(case)
