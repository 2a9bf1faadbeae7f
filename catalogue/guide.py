"""A regulation told to the public: its parts in the order a reader asks for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.models import Office
from catalogue.regulations import Regulation
from catalogue.regulations.basis import Text
from catalogue.regulations.process import Process, Step
from catalogue.regulations.schema import Deadline, Route
from catalogue.regulations.terms import OFFICE_OF, Actor, Affiliation

PROCESS_TITLES = {
    "filing": "备案流程",
    "standard": "评价规范备案流程",
    "commission": "委托评价流程",
    "plan": "评价实施流程",
}
# Every process knows these; drawn at each step they would hide the picture.
EVERYDAY_ACTS = ("withdraw", "cancel")


@dataclass(frozen=True)
class Branch:
    """A way off the main line: what is done, by whom, and what then runs."""

    act: str
    by: str
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Station:
    """One step of the picture, called after the act that leads to it."""

    title: str
    step: Step
    actors: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Picture:
    """A process as a line of stations."""

    key: str
    title: str
    stations: tuple[Station, ...]


def pictures(regulation: Regulation) -> tuple[Picture, ...]:
    """Every process of a regulation, in the order in which people meet them."""
    return tuple(
        Picture(key, title, tuple(_stations(regulation, key, process)))
        for key, title in PROCESS_TITLES.items()
        if (process := getattr(regulation.processes, key))
    )


def _stations(regulation: Regulation, key: str, process: Process) -> Iterator[Station]:
    line = process.main_line
    for before, step in zip((None, *line), line, strict=False):
        arrows = (
            [a for a in process.arrows_from(before.key) if a.target == step.key] if before else []
        )
        begun_by = process.arrows_from(step.key)[0].by if not before else None
        yield Station(
            title=arrows[0].act.label if arrows else step.key.label,
            step=step,
            actors=tuple(
                dict.fromkeys(
                    title(regulation, actor) for actor in ([a.by for a in arrows] or [begun_by])
                )
            ),
            deadlines=tuple(
                d
                for d in regulation.deadlines
                if d.ends[0] == f"{key}.{step.key}" and not _off_line(process, key, d)
            ),
            branches=tuple(_branches(regulation, key, process, step)),
        )


def _branches(regulation: Regulation, key: str, process: Process, step: Step) -> Iterator[Branch]:
    side = {other.key for other in process.steps if other.side}
    for arrow in process.arrows_from(step.key):
        if arrow.target in side and arrow.act not in EVERYDAY_ACTS:
            yield Branch(
                act=arrow.act.label,
                by=title(regulation, arrow.by),
                deadlines=tuple(
                    d for d in regulation.deadlines if d.starts == f"{key}.{arrow.target}"
                ),
            )


def _off_line(process: Process, key: str, deadline: Deadline) -> bool:
    """Whether a deadline begins at a side step; it is shown where that step branches off."""
    return any(step.side and deadline.starts == f"{key}.{step.key}" for step in process.steps)


def title(regulation: Regulation, actor: Actor) -> str:
    """Who acts, as closely as the regulation itself says it."""
    if actor == Actor.ISSUER:
        return regulation.title_of(regulation.receipt.issuers[0])
    if actor == Actor.PUBLISHER:
        return regulation.title_of(regulation.receipt.published_by[0])
    if actor == Actor.REVIEWER:
        return "、".join(title(regulation, review.by) for review in regulation.reviews)
    if actor in OFFICE_OF:
        return regulation.title_of(OFFICE_OF[actor])
    return actor.label


@dataclass(frozen=True)
class Limit:
    """A deadline and who is held to it."""

    rule: Deadline
    who: str


def receipt(regulation: Regulation) -> dict[str, list[str]]:
    """Who issues, gets a copy and publishes, by name."""
    return {
        name: [regulation.title_of(office) for office in getattr(regulation.receipt, name)]
        for name in ("issuers", "copied_to", "published_by")
    }


def evaluation(regulation: Regulation) -> list[Text]:
    """The ways of evaluation, those with the same basis in one line."""
    lines: dict[tuple, list[Text]] = {}
    for rule in regulation.evaluation:
        lines.setdefault((rule.cite, rule.default), []).append(rule)
    return [
        rules[0].model_copy(update={"text": "、".join(rule.text for rule in rules)})
        for rules in lines.values()
    ]


def video_kept(regulation: Regulation) -> str:
    """How long recordings are kept, in years where it comes out even."""
    years, months = divmod(regulation.retention.video_months.value, 12)
    return f"{years}年" if years and not months else f"{years * 12 + months}个月"


@dataclass(frozen=True)
class Way:
    """Where one kind of applicant goes."""

    who: str
    kinds: str
    receivers: tuple[str, ...]
    route: Route


def ways(regulation: Regulation) -> tuple[Way, ...]:
    """The routes, affiliations named as people know them."""
    return tuple(
        Way(
            who="各类单位"
            if set(route.affiliations) == set(Affiliation)
            else "、".join(a.label for a in route.affiliations),
            kinds="、".join(kind.label for kind in route.kinds),
            receivers=tuple(regulation.title_of(receiver) for receiver in route.receivers),
            route=route,
        )
        for route in regulation.routes
    )


def level_names(regulation: Regulation) -> tuple[str, ...]:
    """The levels that may be assessed, from the lowest, as certificates print them."""
    return tuple(level.printed for level in sorted(regulation.limits.levels.allowed, reverse=True))


def offices(regulation: Regulation) -> list[Office]:
    """The offices of the regulation's region that a reader may ask.

    A city's guide lists its counties; a province's, the province and its cities.
    """
    if not regulation.division:
        return []
    prefix = regulation.division.rstrip("0")
    found = Office.objects.select_related("division").filter(division__code__startswith=prefix)
    if regulation.division.endswith("0000"):
        found = found.filter(division__code__endswith="00")
    return list(found)


def deadlines(regulation: Regulation) -> list[Limit]:
    """The deadlines that a document sets first, then our own."""
    ordered = sorted(regulation.deadlines, key=lambda deadline: deadline.default)
    return [Limit(rule, title(regulation, rule.holder)) for rule in ordered]
