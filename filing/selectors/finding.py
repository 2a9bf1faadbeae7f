"""Which occupation somebody means, and which agencies near by may serve others (JS-03)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from catalogue import regulations
from catalogue.models import Division, Occupation
from catalogue.regulations import Regulation
from catalogue.regulations.schema import Candidate
from catalogue.regulations.terms import Audience
from catalogue.rules import SearchTerm
from catalogue.selectors import search_occupations
from filing.models import Agency
from filing.places import reach
from filing.selectors import register

OFFERED = 12
SERVES_OTHERS = frozenset({Audience.COMMISSIONED, Audience.PUBLIC})
EXACT = (0, 1)  # the ranks of a search: named so itself, or called so by a 工种
NEARNESS = ("同县（市、区）", "同市", "同省", "外省")


@dataclass(frozen=True)
class Meant:
    """The one occupation that a text names, or those it may mean, the best first."""

    occupation: Occupation | None = None
    choices: tuple[Occupation, ...] = ()


def meant(text: str) -> Meant:
    """An occupation by its code, name, spelling or 工种; one query."""
    if not SearchTerm.of(text):
        return Meant()
    found = tuple(search_occupations(text)[:OFFERED])
    exact = [each for each in found if each.rank == found[0].rank in EXACT]
    if len(exact or found) == 1:
        return Meant((exact or found)[0])
    return Meant(choices=found)


def matching(text: str) -> list[Occupation] | QuerySet[Occupation]:
    """The occupation that a text names, else every one that it may mean."""
    named = meant(text).occupation
    return [named] if named else search_occupations(text)


def serving_others() -> list[Regulation]:
    """The regulations whose agencies may assess the people of other employers, or the public."""
    return [each for each in regulations.current() if each.audiences & SERVES_OTHERS]


def for_others(regulation: Regulation) -> list[Candidate]:
    """Whom its agencies may assess besides their own people, as the rules word it."""
    return [each for each in regulation.candidates if each.audience in SERVES_OTHERS]


def open_to_others(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Those that may assess for others: by their regulation, or by the letter S of a social
    organisation (人社鉴发〔2019〕2号)."""
    ids = [each.id for each in serving_others()]
    return agencies.filter(Q(regulation_id__in=ids) | Q(prefix__startswith="S"))


def nearest(
    day: date, occupation: Occupation, level: int | None, place: Division | None
) -> QuerySet[Agency]:
    """The agencies in force that may assess this occupation for others, with `near` (an index of
    NEARNESS), the nearest to the place first."""
    found = register.assessing(open_to_others(register.agencies_on(day)), day, [occupation], level)
    return found.annotate(near=_nearness(place)).order_by("near", "division__code", "name", "pk")


def _nearness(place: Division | None) -> Case | Value:
    if place is None:
        return Value(len(NEARNESS), output_field=IntegerField())
    code = place.code
    steps = [When(division__code=code, then=0)] if not code.endswith("00") else []
    if not code.endswith("0000"):
        steps.append(When(division__code__startswith=code[:4], then=1))
    steps.append(When(division__code__startswith=code[:2], then=2))
    return Case(*steps, default=3, output_field=IntegerField())


def is_elsewhere(agency: Agency, place: Division) -> bool:
    """Whether a place lies outside the city (or province) in which an agency was filed."""
    filed, wanted = reach(agency.division.code)[:4], reach(place.code)[:4]
    return not (wanted.startswith(filed) or filed.startswith(wanted))
