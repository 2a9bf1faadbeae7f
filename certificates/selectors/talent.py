"""The talent database (技能人才数据库): who holds valid certificates, by level, occupation, place.

LC-18, LN-11, JS-11. People are counted once, by the keyed hash of their ID number.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from accounts.models import Organisation, User
from accounts.selectors import staffed_by, territory
from catalogue.enums import DivisionTier
from catalogue.models import Division
from certificates.enums import CertificateLevel, CertificateStatus
from certificates.models import Certificate

MOST_OCCUPATIONS = 50
# How many digits name a place of each tier.
DIGITS = {DivisionTier.PROVINCE: 2, DivisionTier.CITY: 4, DivisionTier.COUNTY: 6}
# From the highest down.
LEVELS = (12, 11, 1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Row:
    """How many people and certificates something has."""

    label: str
    people: int
    certificates: int


@dataclass(frozen=True)
class Statistics:
    """Of valid certificates; a person with two levels counts at both, once in `people`."""

    people: int
    certificates: int
    by_level: list[Row]
    by_occupation: list[Row]
    by_place: list[Row]
    occupations: int


@dataclass(frozen=True)
class Asked:
    """What statistics are narrowed by; `place` is the beginning of division codes."""

    place: str
    level: int | None = None
    occupation: str = ""
    first_on: date | None = None
    last_on: date | None = None


def offices_of(user: User) -> tuple[Organisation, ...]:
    """The bureaus whose territory a person may see the database of: the active ones, with staff."""
    return staffed_by(user) if user.is_authenticated else ()


def holding(asked: Asked) -> QuerySet[Certificate]:
    """The valid certificates that were asked for."""
    rows = Certificate.objects.filter(
        status=CertificateStatus.VALID, division__code__startswith=asked.place
    )
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.occupation:
        named = Q(occupation__icontains=asked.occupation)
        rows = rows.filter(named | Q(occupation_code=asked.occupation))
    if asked.first_on:
        rows = rows.filter(issued_on__gte=asked.first_on)
    if asked.last_on:
        rows = rows.filter(issued_on__lte=asked.last_on)
    return rows


def statistics(asked: Asked) -> Statistics:
    """Four queries and one for the names of places, whatever the number of certificates."""
    rows = holding(asked).order_by()
    people, certificates = totals(asked)
    occupations = _grouped(rows, "occupation")
    return Statistics(
        people=people,
        certificates=certificates,
        by_level=_by_level(rows),
        by_occupation=[Row(*each) for each in occupations[:MOST_OCCUPATIONS]],
        by_place=_by_place(rows, min(len(asked.place) + 2, 6)),
        occupations=len(occupations),
    )


def totals(asked: Asked) -> tuple[int, int]:
    """How many people hold how many certificates; one query."""
    whole = holding(asked).aggregate(
        people=Count("id_hash", distinct=True), certificates=Count("pk")
    )
    return whole["people"], whole["certificates"]


def place_of(office: Organisation) -> str:
    """The beginning of the division codes of an office's territory."""
    return territory(office)


def beginning(place: Division) -> str:
    """The beginning that the codes of all divisions of a place have."""
    return place.code[: DIGITS[DivisionTier(place.tier)]]


def _grouped(rows: QuerySet, *names: str) -> list[tuple]:
    """(value, people, certificates), the most people first."""
    counted = rows.values_list(*names).annotate(
        people=Count("id_hash", distinct=True), certificates=Count("pk")
    )
    return sorted(counted, key=lambda each: (-each[1], each[0]))


def _by_level(rows: QuerySet) -> list[Row]:
    found = {level: rest for level, *rest in _grouped(rows, "level")}
    return [
        Row(str(CertificateLevel(level).label), *found[level]) for level in LEVELS if level in found
    ]


def _by_place(rows: QuerySet, size: int) -> list[Row]:
    found = _grouped(rows.annotate(place=Substr("division__code", 1, size)), "place")
    codes = {place: place.ljust(6, "0") for place, *_ in found}
    names = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "name"))
    return [Row(names.get(codes[place], place), *rest) for place, *rest in found]
