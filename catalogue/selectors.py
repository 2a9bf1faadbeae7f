"""What the rest of the house asks the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from catalogue.enums import Block, Level, StandardKind, Tier, Verdict
from catalogue.models import (
    ConditionSet,
    EntryCondition,
    Ladder,
    Occupation,
    RegulatedOccupation,
    Standard,
    StandardLevel,
    WorkType,
)
from catalogue.rules import SEARCH_LIMIT, SearchTerm
from config import clock

MOST_WORDS = 5


@dataclass(frozen=True)
class Assessability:
    """May enterprises assess this occupation (LC-04), and why not or not wholly."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    entries: tuple[RegulatedOccupation, ...] = ()

    @property
    def refused(self) -> bool:
        return self.verdict == Verdict.REFUSED

    @property
    def warned(self) -> bool:
        return self.verdict == Verdict.WARNED


def assessability(occupation: Occupation, *, on: date | None = None) -> Assessability:
    """Refused: not a 细类, retired, not a skilled one, or wholly 准入类. Warned: 准入类 in part.

    Costs one query unless `regulated_by` is prefetched. `on` defaults to today.
    """
    entries = tuple(entry for entry in occupation.regulated_by.all() if entry.block != Block.NONE)
    full = [entry for entry in entries if entry.block == Block.FULL]
    reasons: list[str] = []
    if not occupation.is_occupation:
        reasons.append(f"{occupation.name}是{occupation.get_tier_display()}，请选择到细类。")
    elif not is_in_use(occupation, on or clock.today()):
        reasons.append("该职业已停用。")
    elif not occupation.skilled:
        reasons.append("不属技能类职业，不在企业技能评价范围内。")
    reasons += [entry.in_words for entry in full]
    if reasons:
        return Assessability(Verdict.REFUSED, tuple(reasons), entries)
    reasons = [entry.in_words for entry in entries]
    return Assessability(Verdict.WARNED if entries else Verdict.ALLOWED, tuple(reasons), entries)


def permits(occupation: Occupation) -> QuerySet[RegulatedOccupation]:
    """Operating permits that a level certificate for this 细类 does not replace."""
    return RegulatedOccupation.objects.filter(block=Block.NONE, touches__contains=occupation.code)


def is_in_use(occupation: Occupation, on: date) -> bool:
    return occupation.retired_on is None or on < occupation.retired_on


def occupations() -> QuerySet[Occupation]:
    """Every 细类, retired ones included, by code."""
    return Occupation.objects.filter(tier=Tier.OCCUPATION)


def with_verdict(queryset: QuerySet[Occupation], verdict: str) -> QuerySet[Occupation]:
    """Those of `queryset` (细类) for which `assessability` gives this verdict today."""
    blocked = {
        block: Exists(RegulatedOccupation.objects.filter(occupation=OuterRef("pk"), block=block))
        for block in (Block.FULL, Block.PARTIAL)
    }
    in_use = Q(retired_on=None) | Q(retired_on__gt=clock.today())
    open_ones = in_use & Q(skilled=True) & ~Q(blocked[Block.FULL])
    conditions = {
        Verdict.REFUSED: ~open_ones,
        Verdict.WARNED: open_ones & Q(blocked[Block.PARTIAL]),
        Verdict.ALLOWED: open_ones & ~Q(blocked[Block.PARTIAL]),
    }
    return queryset.filter(conditions[Verdict(verdict)])


def with_level(queryset: QuerySet[Occupation], level: int) -> QuerySet[Occupation]:
    """Those of `queryset` that a public standard in force today sets this level for."""
    standards = StandardLevel.objects.filter(
        level=level, standard__in=public_standards(clock.today())
    )
    return queryset.filter(pk__in=standards.values("standard__occupation"))


# --- search -------------------------------------------------------------------------------------


def search(queryset: QuerySet, raw: str, *, also: QuerySet | None = None) -> QuerySet:
    """Rows of a searchable model that the text finds, the best first: exact, beginning, within.

    Found by code, name, pinyin or initials; any text is safe. `also`: rows of another searchable
    model that lead here by their first selected value (the 工种 of an occupation); a hit there
    comes just after the same hit in the row itself. Blank text leaves the queryset as it is.
    """
    term = SearchTerm.of(raw)
    if not term:
        return queryset
    steps: list[Q] = []
    coded = hasattr(queryset.model, "code")
    codes = [code for code in (term.code, term.text) if coded and code[:1].isdecimal()]
    for own, related in zip(_hits(term, codes), _hits(term), strict=True):
        steps.append(own)
        if also is not None:
            steps.append(Q(pk__in=also.filter(related)))
    if several := words(raw):
        steps.append(Q(*(_holds(word, also) for word in several)))
    rank = Case(
        *(When(step, then=Value(place)) for place, step in enumerate(steps)),
        output_field=IntegerField(),
    )
    found = queryset.filter(Q(*steps, _connector=Q.OR))
    return found.annotate(rank=rank).order_by("rank", *_own_order(queryset))


def search_occupations(
    raw: str, queryset: QuerySet[Occupation] | None = None
) -> QuerySet[Occupation]:
    """细类 by code, name, pinyin, initials or 工种: `电工`, `diangong`, `dg`, `6-31`; of equally
    good hits those that enterprises may assess come first. Several words (`维修 电工`) must all
    be found, in any order; what holds the whole text comes before."""
    base = occupations() if queryset is None else queryset
    found = search(base, raw, also=WorkType.objects.order_by().values("occupation"))
    return found.order_by("rank", "-skilled", "code") if SearchTerm.of(raw) else found


def words(raw: str) -> list[SearchTerm]:
    """The words to look for one by one: two to five of two characters or more each, else none (a
    blank within a name is a slip)."""
    found = [SearchTerm.of(word) for word in raw[: SEARCH_LIMIT * 4].split()]
    whole = 1 < len(found) <= MOST_WORDS and all(len(word.text) > 1 for word in found)
    return found if whole else []


def _holds(word: SearchTerm, also: QuerySet | None) -> Q:
    within = _hits(word)[-1]
    return within if also is None else within | Q(pk__in=also.filter(within))


def _own_order(queryset: QuerySet) -> tuple:
    return tuple(queryset.query.order_by or queryset.model._meta.ordering)


def _hits(term: SearchTerm, codes: Sequence[str] = ()) -> tuple[Q, Q, Q]:
    """Exact, beginning and within, in names and spelling; in codes only the first two."""
    exact = Q(name__iexact=term.text) | Q(pinyin=term.text) | Q(initials=term.text)
    begins = (
        Q(name__istartswith=term.text)
        | Q(pinyin__startswith=term.text)
        | Q(initials__startswith=term.text)
    )
    within = (
        Q(name__icontains=term.text)
        | Q(pinyin__contains=term.text)
        | Q(initials__contains=term.text)
    )
    for code in codes:
        exact, begins = exact | Q(code=code), begins | Q(code__startswith=code)
    return exact, begins, within


# --- standards, conditions, levels --------------------------------------------------------------


def public_standards(on: date) -> QuerySet[Standard]:
    """National and industry standards in force that day; an enterprise's own are its own matter."""
    return standards_in_force(on).exclude(kind=StandardKind.ENTERPRISE)


def standards_in_force(on: date) -> QuerySet[Standard]:
    return Standard.objects.filter(
        Q(effective_from=None) | Q(effective_from__lte=on),
        Q(effective_until=None) | Q(effective_until__gt=on),
    )


def basis_of(
    occupation: Occupation, *, owner_code: str = "", on: date | None = None
) -> Standard | None:
    """What this occupation is assessed by that day (LC-07): the national standard, else the
    industry's, else the owner's own 评价规范, else nothing."""
    rank = Case(
        When(kind=StandardKind.NATIONAL, then=0),
        When(kind=StandardKind.INDUSTRY, then=1),
        default=2,
        output_field=IntegerField(),
    )
    allowed = ~Q(kind=StandardKind.ENTERPRISE)
    if owner_code:
        allowed |= Q(owner_code=owner_code)
    return (
        standards_in_force(on or clock.today())
        .filter(allowed, occupation=occupation)
        .order_by(rank, F("effective_from").desc(nulls_last=True))
        .first()
    )


def default_condition_set() -> ConditionSet | None:
    return ConditionSet.objects.filter(is_default=True).first()


def entry_conditions(condition_set: ConditionSet, level: int) -> list[EntryCondition]:
    """The ways into a level under these conditions; any one is enough."""
    return list(condition_set.conditions.filter(level=level).order_by("ordinal"))


def national_ladders() -> QuerySet[Ladder]:
    """The reference ladders (新八级工), with their levels."""
    return Ladder.objects.filter(owner_code="").prefetch_related("levels")


# --- pages --------------------------------------------------------------------------------------


def for_list(queryset: QuerySet[Occupation]) -> QuerySet[Occupation]:
    """With what a row of a list shows, in a fixed number of queries."""
    today = clock.today()
    return queryset.select_related("parent").prefetch_related(
        "regulated_by",
        "work_types",
        Prefetch(
            "standards",
            queryset=public_standards(today).prefetch_related("levels"),
            to_attr="public_standards",
        ),
    )


def levels_of(occupation: Occupation) -> list[Level]:
    """The levels that its public standards set, from the lowest; needs `for_list`."""
    numbers = {
        level.level for standard in occupation.public_standards for level in standard.levels.all()
    }
    return [Level(number) for number in sorted(numbers, reverse=True)]


def lineage(occupation: Occupation) -> list[Occupation]:
    """The classes above, from the 大类 down."""
    parts = occupation.code.split("-")
    codes = ["-".join(parts[:count]) for count in range(1, len(parts))]
    return list(Occupation.objects.filter(code__in=codes).order_by("tier"))


def children_with_counts(parent: Occupation | None) -> QuerySet[Occupation]:
    """The classes (or occupations) right below; a class with how many 细类 it holds."""
    below = Occupation.objects.filter(parent=parent)
    steps_down = Tier.OCCUPATION - (parent.tier if parent else 0) - 1
    return below.annotate(inside=Count("children__" * steps_down + "pk", distinct=True))


def neighbours(occupation: Occupation) -> QuerySet[Occupation]:
    """Other 细类 of the same 小类: where a post that the 大典 lacks may belong (JS-04)."""
    return occupations().filter(parent=occupation.parent_id).exclude(pk=occupation.pk)


def standards_for_page(occupation: Occupation) -> list[Standard]:
    """Its public standards in force, with levels, subjects and entry conditions."""
    return list(
        public_standards(clock.today())
        .filter(occupation=occupation)
        .select_related("condition_set")
        .prefetch_related("levels__subjects", "condition_set__conditions")
    )
