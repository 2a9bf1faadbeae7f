"""The certificates of earlier systems, which offices bring in by a table, over three years; and
what enterprises pay for theirs (兑现待遇)."""

from datetime import date, timedelta

from accounts.models import Organisation, User
from casework.services import jobs, sheet_imports
from casework.services.sheet_imports import ImportKind
from catalogue.enums import Level
from certificates import numbers
from certificates.services.legacy import LEGACY
from certificates.services.legacy_columns import (
    AGENCY,
    CODE,
    EMPLOYER,
    ENDED,
    ID_NUMBER,
    ISSUED,
    LEVEL,
    NAME,
    NUMBER,
    OCCUPATION,
    WHY,
)
from filing.models import Agency, AgencyScope
from portal.demo import filings
from portal.demo.stage import Stage, Story
from printing import sheets
from supervision.enums import PayKind
from supervision.promises import rules
from supervision.selectors import pay
from supervision.services.pay import importing

HEADS = (NAME, ID_NUMBER, EMPLOYER, OCCUPATION, CODE, LEVEL, NUMBER, ISSUED, AGENCY, ENDED, WHY)
# (who brings them in, the agencies, how many)
TABLES = (
    ("city", ("firm", "buses", "bearing", "power", "union", "college"), 1250),
    ("anshan", ("steel",), 330),
    ("suzhou", ("optics",), 240),
)
SMALL = 12  # a table in a small world
PAY_HEADS = tuple(column.head for column in importing.COLUMNS)
ALLOWANCE = {Level.THREE: 500, Level.FOUR: 300}  # yuan a month
STILL_OWED, LEFT = 10, 0.03  # certificates of each enterprise; the share of holders who went
FIRST_SERIAL = 2001  # what is issued here takes the ones before
YEARS_BACK, TAKEN_IN = 3 * 365, 25
REVOKED = 120  # one in so many
SHARE = {Level.FIVE: 5, Level.FOUR: 4, Level.THREE: 2}
# The busy months of a year: spring, and before its end.
SEASON = (1, 1, 3, 4, 4, 5, 3, 2, 4, 6, 7, 4)


def build(stage: Stage) -> None:
    """A story for every table."""
    there = {plot.who for plot in stage.some(filings.STANDING)}
    for office, keys, count in TABLES:
        if not (agencies := tuple(key for key in keys if key in there)):
            continue
        story = _taken_in(stage, office, agencies, SMALL if stage.small else count)
        stage.plan(story, stage.before(TAKEN_IN))


def _taken_in(stage: Stage, office: str, agencies: tuple[str, ...], count: int) -> Story:
    side = stage.places[office]
    actor = stage.clerk(side)
    _import(LEGACY, sheets.write(HEADS, list(_rows(stage, agencies, count))), side, actor)
    yield 1
    for key in agencies:
        owner = stage.places[key]
        if lines := list(_paid(stage, owner)):
            _import(importing.PAY, sheets.write(PAY_HEADS, lines), owner, stage.clerk(owner))


def _import(kind: ImportKind, table: bytes, side: Organisation, actor: User) -> None:
    """A table through its two steps, as from the page."""
    draft = sheet_imports.upload(kind, table, f"{kind.label}.xlsx", organisation=side, actor=actor)
    jobs.work_off(seconds=600)
    draft.refresh_from_db()
    sheet_imports.confirm(draft, actor=actor)
    jobs.work_off(seconds=600)


def _paid(stage: Stage, owner: Organisation):
    """What an enterprise pays for all but a few of the certificates that it owes for: those whose
    time is over today since the shortest."""
    rows = list(pay.owed_by(owner).order_by("issued_on", "pk"))
    due = stage.today - timedelta(rules().record_within_days)
    late = [row.pk for row in rows if row.issued_on < due][-STILL_OWED:]
    for row in rows:
        if row.pk in late:
            continue
        left = stage.dice.random() < LEFT
        begins = row.issued_on + timedelta(45)
        yield (
            row.number,
            row.name,
            str((PayKind.LEFT if left else PayKind.ALLOWANCE).label),
            "" if left else str(ALLOWANCE.get(row.level, 200)),
            min(begins.replace(day=1), stage.before(TAKEN_IN)).isoformat(),
            "",
        )


def _rows(stage: Stage, keys: tuple[str, ...], count: int):
    owners = [stage.places[key] for key in keys]
    agencies = list(Agency.objects.filter(organisation__in=owners).order_by("pk"))
    scopes = {agency.pk: _scope(agency) for agency in agencies}
    serials: dict[str, int] = {}
    holders: list = []
    for number in range(count):
        agency = agencies[min(int(stage.dice.expovariate(0.6)), len(agencies) - 1)]
        occupation, level = stage.dice.choice(scopes[agency.pk])
        day = _day(stage)
        key = numbers.key_of(agency.prefix, day.year, level)
        serials[key] = serials.get(key, FIRST_SERIAL - 1) + 1
        # One in six has another certificate already.
        again = holders and stage.dice.random() < 1 / 6
        person = stage.dice.choice(holders) if again else stage.people.one()
        holders.append(person)
        ended = number % REVOKED == REVOKED - 1
        yield (
            person.name,
            person.id_number,
            agency.name,
            occupation.name,
            occupation.code,
            Level(level).printed,
            str(numbers.nth(key, serials[key])),
            day.isoformat(),
            agency.name,
            min(day + timedelta(60), stage.before(TAKEN_IN)).isoformat() if ended else "",
            "经核查不符合申报条件" if ended else "",
        )


def _scope(agency: Agency) -> list[tuple]:
    rows = AgencyScope.objects.filter(agency=agency).select_related("occupation")
    return [
        (row.occupation, row.level)
        for row in rows.order_by("occupation__code", "level")
        for _ in range(SHARE.get(row.level, 1))
    ]


def _day(stage: Stage) -> date:
    """More of them in busy months, and more of late."""
    last = stage.before(TAKEN_IN + 1)
    while True:
        back = int(YEARS_BACK * (1 - stage.dice.random() ** 0.7))
        day = last - timedelta(back)
        if stage.dice.random() * max(SEASON) <= SEASON[day.month - 1]:
            return day
