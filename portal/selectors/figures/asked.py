"""Whose figures somebody may see, and what of them was asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by, territory
from casework.services.deadlines import add_months
from catalogue.models import Division, Occupation
from certificates.selectors.talent import beginning
from certificates.selectors.visible import agencies_run_by
from filing.models import Agency


@dataclass(frozen=True)
class Scope:
    """One office with its territory, or an agency: never both. `key` names it in the address."""

    key: str
    label: str
    office: Organisation | None = None
    agencies: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The beginning of the division codes of the office's territory."""
        return territory(self.office)


@dataclass(frozen=True)
class Asked:
    """`place` is the beginning of division codes, inside the territory; empty for an agency, which
    sees what is its own wherever it is. `since` and `until` are first days of months, the last
    one counts as well."""

    user: User
    scope: Scope
    place: str = ""
    since: date | None = None
    until: date | None = None
    occupation: str = ""
    level: int | None = None

    @property
    def office(self) -> Organisation | None:
        return self.scope.office

    def within(self, division: str, agency: str) -> Q:
        """The rows of the territory, or of the agency, by the names of both columns."""
        if self.office is None:
            return Q(**{f"{agency}__in": self.scope.agencies})
        return Q(**{f"{division}__code__startswith": self.place})

    def during(self, column: str, *, moment: bool = False) -> Q:
        """The rows whose date, or moment, lies in the months."""
        begin = _midnight if moment else _same
        found = Q()
        if self.since:
            found &= Q(**{f"{column}__gte": begin(self.since)})
        if self.until:
            found &= Q(**{f"{column}__lt": begin(add_months(self.until, 1))})
        return found

    def named(self, column: str) -> Q:
        """The rows whose occupation has that text in its name, or that code."""
        if not self.occupation:
            return Q()
        by_code = Occupation.objects.filter(code=self.occupation).values("name")
        return Q(**{f"{column}__icontains": self.occupation}) | Q(**{f"{column}__in": by_code})

    def at_level(self, column: str) -> Q:
        return Q(**{column: self.level}) if self.level else Q()

    @property
    def last_day(self) -> date | None:
        """The last day of the last month."""
        return add_months(self.until, 1) - timedelta(days=1) if self.until else None

    @property
    def digits(self) -> int:
        """How many digits of a code name the places that are told apart: those just below."""
        return min(len(self.place) + 2, 6)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _same(day: date) -> date:
    return day


def scopes_of(user: User) -> list[Scope]:
    """The offices in which somebody works, else the agencies that he or she runs: all together
    first, where there are several. None for anybody else."""
    offices = staffed_by(user)
    if offices:
        return [Scope(f"o{office.pk}", office.name, office) for office in offices]
    if not organisations_of(user, *SPEAKERS):
        return []
    agencies: list[Agency] = list(agencies_run_by(user).order_by("pk"))
    each = [Scope(f"a{agency.pk}", agency.name, agencies=(agency.pk,)) for agency in agencies]
    if len(each) < 2:
        return each
    return [Scope("a", "全部评价机构", agencies=tuple(agency.pk for agency in agencies)), *each]


def places_of(office: Organisation) -> list[Division]:
    """The divisions in an office's territory, below its own, in the order of their codes."""
    below = Division.objects.filter(code__startswith=territory(office))
    return list(below.exclude(pk=office.division_id).order_by("code"))


def prefix(place: Division | None, scope: Scope) -> str:
    """The beginning of the codes of a place, or of the whole territory."""
    return beginning(place) if place else scope.place
