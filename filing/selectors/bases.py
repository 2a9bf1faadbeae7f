"""What an occupation of an application may rest on, by the catalogue and by what was filed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, When

from accounts.models import Organisation
from catalogue.enums import StandardKind
from catalogue.models import Occupation, Standard, StandardLevel
from catalogue.regulations.terms import StandardStep
from catalogue.selectors import public_standards, standards_in_force
from config import clock
from filing.models import ScopeItem, StandardCase

# From this step on an enterprise's 评价规范 is approved and filed (JS-02, SD-14).
FILED = (
    StandardStep.APPROVED,
    StandardStep.PROVINCE_SUBMITTED,
    StandardStep.PROVINCE_APPROVED,
    StandardStep.PROPOSED,
)


@dataclass(frozen=True)
class Known:
    """`national`: the occupations with a national standard in force; `filed`: the enterprise
    standards among those chosen that were approved."""

    national: frozenset[int]
    filed: frozenset[int]


def known(items: Iterable[ScopeItem]) -> Known:
    """What the catalogue knows about the occupations of an application, in two queries."""
    items = list(items)
    national = public_standards(clock.today()).filter(
        kind=StandardKind.NATIONAL, occupation__in={item.occupation_id for item in items}
    )
    chosen = {item.standard_id for item in items if item.standard_id}
    filed = StandardCase.objects.filter(standard__in=chosen, state__in=FILED)
    return Known(
        frozenset(national.values_list("occupation_id", flat=True)),
        frozenset(filed.values_list("standard_id", flat=True)),
    )


def offered(occupation: Occupation, owner: Organisation) -> QuerySet[Standard]:
    """What may be chosen for an occupation today: the national standard first, then the industry's,
    then the owner's own (LC-07)."""
    rank = Case(
        When(kind=StandardKind.NATIONAL, then=0),
        When(kind=StandardKind.INDUSTRY, then=1),
        default=2,
        output_field=IntegerField(),
    )
    own = ~Q(kind=StandardKind.ENTERPRISE) | Q(owner_code=owner.code)
    found = standards_in_force(clock.today()).filter(own, occupation=occupation)
    return found.order_by(rank, "-effective_from", "pk").select_related("occupation")


def holds(standard: Standard, item: ScopeItem, owner: Organisation, day: date) -> bool:
    """Whether a standard is one of that occupation, in force that day, and nobody else's."""
    return (
        standard.occupation_id == item.occupation_id
        and standard.owner_code in ("", owner.code)
        and (standard.effective_from is None or standard.effective_from <= day)
        and (standard.effective_until is None or standard.effective_until > day)
    )


def levels_set(items: Iterable[ScopeItem]) -> dict[int, set[int]]:
    """The levels that each chosen standard sets, by its key; one query."""
    chosen = {item.standard_id for item in items if item.standard_id}
    found: dict[int, set[int]] = {}
    rows = StandardLevel.objects.filter(standard__in=chosen)
    for standard, level in rows.values_list("standard_id", "level"):
        found.setdefault(standard, set()).add(level)
    return found
