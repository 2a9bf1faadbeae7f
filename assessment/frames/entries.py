"""What the entries of a plan are held against: read once, for one entry or for twenty thousand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from assessment import ports
from assessment.enums import EntryStatus, Ground
from assessment.models import Entry, Plan, PlanItem
from assessment.ports import Bar
from catalogue.models import EntryCondition
from catalogue.regulations import Regulation
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import Audience, Method, PlanStep
from catalogue.selectors import default_condition_set
from config import clock
from filing.selectors.register import Permission, may_assess

SOCIAL_SECURITY = "social_security"  # the key of the paper in a regulation's materials
HERE = "本计划"
SAME_AGENCY = "同一评价机构的另一项计划"
ELSEWHERE = "另一家评价机构的计划"
ANYWHERE = "别处"
OUT = (EntryStatus.REFUSED, EntryStatus.WITHDRAWN)
OVER = (PlanStep.CONFIRMED, PlanStep.CERTIFIED, PlanStep.ARCHIVED, PlanStep.CANCELLED)
METHODS = {Ground.DIRECT: Method.DIRECT, Ground.COMPETITION: Method.COMPETITION}


@dataclass(frozen=True)
class Frame:
    """The plan with its items; by the key of an item the ways into its level and whether it lies
    in the agency's scope on the day of the first session (today, while there is none)."""

    plan: Plan
    regulation: Regulation
    items: dict[int, PlanItem]
    conditions: dict[int, list[EntryCondition]]
    permissions: dict[int, Permission]

    @classmethod
    def of(cls, plan: Plan) -> "Frame":
        items = {
            item.pk: item
            for item in plan.items.select_related("occupation", "standard__condition_set")
        }
        day = day_of(plan)
        return cls(
            plan=plan,
            regulation=plan.regulation,
            items=items,
            conditions=_conditions(items.values()),
            permissions={
                pk: may_assess(plan.agency, item.occupation, item.level, day, item.work_type)
                for pk, item in items.items()
            },
        )

    def audience_refusal(self, audience: str) -> str:
        """Why such people may not be assessed; empty where they may (LC-02, LN-17, JS-13)."""
        named = Audience(audience).label
        if audience not in self.regulation.audiences:
            return f"按{self.regulation.name}，评价对象不包括{named}。"
        if audience == Audience.PUBLIC and not self.plan.agency.prefix.startswith("S"):
            return "用人单位的评价机构（Y）不能面向社会人员，须由社会培训评价组织（S）评价。"
        if audience not in self.plan.audiences:
            return f"本计划的评价对象不包括{named}。"
        return ""

    @property
    def audiences(self) -> list[Audience]:
        """Whom this plan takes."""
        return [each for each in Audience if not self.audience_refusal(each)]

    def admits(self, ground: str, level: int) -> Rule | None:
        """The rule by which somebody may be admitted to a level on a ground other than the
        standard's conditions; None where no document of the region says so (LC-19, JS-08, JS-09).
        """
        for rule in self.regulation.flexibility:
            if ground in rule.grounds and (not rule.levels or level in rule.levels):
                return rule
        method = METHODS.get(Ground(ground))
        return next((rule for rule in self.regulation.methods if rule.method == method), None)

    @property
    def grounds(self) -> dict[Ground, Rule]:
        """The grounds beside the standard's conditions that the region knows for some item."""
        levels = {item.level for item in self.items.values()}
        found = {
            ground: next((rule for level in levels if (rule := self.admits(ground, level))), None)
            for ground in Ground
            if ground != Ground.CONDITION
        }
        return {ground: rule for ground, rule in found.items() if rule}

    @property
    def asks_social_security(self) -> Rule | None:
        """The paper that shows years of work, where the region asks for it (HB-03)."""
        papers = self.regulation.materials
        return next((paper for paper in papers if paper.key == SOCIAL_SECURITY), None)


def day_of(plan: Plan) -> date:
    """The day for which people are judged: that of the first session, today while there is none."""
    return plan.first_on or clock.today()


def _conditions(items: Iterable[PlanItem]) -> dict[int, list[EntryCondition]]:
    """One query for all levels; an item without a standard goes by the default conditions."""
    items = list(items)
    default = default_condition_set()
    sets = {
        item.pk: item.standard.condition_set_id if item.standard else default and default.pk
        for item in items
    }
    rows = EntryCondition.objects.filter(condition_set__in={pk for pk in sets.values() if pk})
    known = list(rows.order_by("ordinal"))
    return {
        item.pk: [
            each
            for each in known
            if each.condition_set_id == sets[item.pk] and each.level == item.level
        ]
        for item in items
    }


Twice = tuple[str, int, int]  # id_hash, occupation, level


@dataclass(frozen=True)
class Other:
    """A registration that a person has for an occupation and level: its key, and where it is, in
    words that name no agency. In one plan any `bars` another; of several plans the first that is
    approved bars the others, so that what somebody else has begun stands in nobody's way."""

    entry: int
    where: str
    bars: bool


def entered_elsewhere(
    plan: Plan, hashes: Iterable[str], *, own: bool = False
) -> dict[Twice, list[Other]]:
    """Of those people, who has entered for which occupation and level in a plan of any agency
    whose results do not stand yet. One query for each thousand. `own`: for an applicant, who
    hears only what bars, and not of whom."""
    found: dict[Twice, list[Other]] = {}
    for chunk in _chunks(hashes):
        rows = (
            Entry.objects.filter(id_hash__in=chunk)
            .exclude(status__in=OUT)
            .exclude(plan__state__in=OVER)
            .order_by("pk")
            .values_list("id_hash", "item__occupation", "item__level", "pk", "plan", "status")
            .annotate(agency=F("plan__agency"))
        )
        for hashed, occupation, level, pk, of_plan, status, agency in rows:
            here = of_plan == plan.pk
            bars = here or status == EntryStatus.APPROVED
            if own and not bars:
                continue
            away = SAME_AGENCY if agency == plan.agency_id else ELSEWHERE
            where = HERE if here else ANYWHERE if own else away
            found.setdefault((hashed, occupation, level), []).append(Other(pk, where, bars))
    return found


def bars_of(plan: Plan, hashes: Iterable[str]) -> dict[str, list[Bar]]:
    """Of those people, who may not be assessed on the day of the plan, as the apps above know."""
    found: dict[str, list[Bar]] = {}
    for chunk in _chunks(hashes):
        for bar in ports.barred(chunk, day_of(plan)):
            found.setdefault(bar.id_hash, []).append(bar)
    return found


def _chunks(hashes: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(hashes))
    for start in range(0, len(wanted), 1000):
        yield wanted[start : start + 1000]


@dataclass(frozen=True)
class Known:
    """What is known of people beside what they registered: by person, occupation and level their
    other registrations, by person what bars them. `own`: an applicant asks, whom nobody tells of a
    breach: who has a link and somebody's number would learn of it."""

    elsewhere: dict[Twice, list[Other]]
    bars: dict[str, list[Bar]]
    own: bool = False


def known_of(plan: Plan, hashes: Iterable[str], *, own: bool = False) -> Known:
    """All of that, in a few queries for each thousand people."""
    wanted = set(hashes)
    elsewhere = entered_elsewhere(plan, wanted, own=own)
    return Known(elsewhere, bars_of(plan, wanted), own)
