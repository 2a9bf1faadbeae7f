"""Which questions make a paper: its quotas, and the first set of an order that meets them. Pure.

A section asks for so many questions of a kind and of each difficulty; the weights of the knowledge
points say how many of each point. The points of the whole paper are shared out by the largest
remainders, and no section is off its share of a point by a whole question. That some choice of the
pool meets all this at once is a transportation problem; of all sets that do, the one is taken whose
questions stand first in the (drawn) order.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

DIFFICULTIES = ("easy", "medium", "hard")
FORBIDDING = 10**6  # dearer than all the questions that a pool could lack


@dataclass(frozen=True)
class Candidate:
    """A question as the drawing sees it."""

    id: int
    kind: str
    point: Hashable
    difficulty: str


@dataclass(frozen=True)
class Section:
    """So many questions of a kind, by difficulty, with so many marks each."""

    kind: str
    marks: Decimal
    difficulty: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.difficulty.values())

    @property
    def total(self) -> Decimal:
        return self.marks * self.count


@dataclass(frozen=True)
class Lack:
    """So many questions of a kind, point and difficulty are missing."""

    kind: str
    point: Hashable
    difficulty: str
    count: int


class ShortageError(Exception):
    """The pool cannot give such a paper. With `lacks` added it could, and with no fewer; none where
    the only papers that it gives were all to be avoided."""

    def __init__(self, lacks: Sequence[Lack] = ()):
        super().__init__(*lacks)
        self.lacks = tuple(lacks)


def compose(
    order: Sequence[Candidate],
    sections: Sequence[Section],
    weights: Mapping[Hashable, int],
    *,
    avoid: Collection[frozenset[int]] = (),
) -> list[Candidate]:
    """The questions of a paper, by section, in each in the order given.

    Of all the sets that meet the quotas and are not among `avoid` (sets of ids) it is the one that
    a reader of `order` meets first. Raises ShortageError; ValueError where two sections are of the
    same kind or nothing has a weight.
    """
    margins = Margins.of(sections, weights)
    chosen = _fill(margins, order)
    while frozenset(each.id for each in chosen) in avoid:
        chosen = _next(margins, order, chosen)
    places = {section.kind: place for place, section in enumerate(sections)}
    return sorted(chosen, key=lambda each: places[each.kind])


@dataclass(frozen=True)
class Margins:
    """What a set must come to: `rows` by kind and difficulty, `columns` by point, and `bounds` (at
    least, at most) by kind and point."""

    rows: Mapping[tuple, int]
    columns: Mapping[Hashable, int]
    bounds: Mapping[tuple, tuple[int, int]]

    @classmethod
    def of(cls, sections: Sequence[Section], weights: Mapping[Hashable, int]) -> "Margins":
        """Those of a blueprint. Raises ValueError as `compose`."""
        shares = {point: weight for point, weight in weights.items() if weight > 0}
        if not shares or len({each.kind for each in sections}) != len(sections):
            raise ValueError("Sections must be of different kinds, and some point have a weight.")
        whole = sum(shares.values())
        bounds = {}
        for section in sections:
            for point, weight in shares.items():
                least, over = divmod(section.count * weight, whole)
                bounds[section.kind, point] = (least, least + bool(over))
        rows = {
            (section.kind, difficulty): count
            for section in sections
            for difficulty, count in section.difficulty.items()
            if count
        }
        return cls(rows, _columns(sections, shares, bounds), bounds)

    def without(self, chosen: Sequence[Candidate]) -> "Margins":
        """What is left to be met when some are chosen."""
        rows = Counter((each.kind, each.difficulty) for each in chosen)
        columns = Counter(each.point for each in chosen)
        cells = Counter((each.kind, each.point) for each in chosen)
        return Margins(
            {key: count - rows[key] for key, count in self.rows.items()},
            {key: count - columns[key] for key, count in self.columns.items()},
            {
                key: (max(least - cells[key], 0), most - cells[key])
                for key, (least, most) in self.bounds.items()
            },
        )


def _columns(sections, shares: Mapping[Hashable, int], bounds) -> dict[Hashable, int]:
    """How many of each point: the largest remainders that the sections allow."""
    total, whole = sum(section.count for section in sections), sum(shares.values())
    parts = {point: divmod(total * weight, whole) for point, weight in shares.items()}
    places = {point: place for place, point in enumerate(shares)}
    ranked = sorted(shares, key=lambda point: (-parts[point][1], -shares[point], places[point]))
    net = _Network()
    for section in sections:
        net.arc("from", section.kind, section.count)
        for point in shares:
            net.within(section.kind, ("point", point), *bounds[section.kind, point])
    more = {}
    for rank, point in enumerate(ranked):
        least, over = parts[point]
        net.arc(("point", point), "to", least, -FORBIDDING)
        more[point] = net.arc(("point", point), "to", bool(over), rank)
    net.send("from", "to")
    return {point: parts[point][0] + net.on(more[point]) for point in shares}


class _Network:
    """The cheapest greatest flow, by shortest ways on which more can still be sent."""

    def __init__(self):
        self.ways: dict[Hashable, list[int]] = defaultdict(list)
        self.arcs: list[list] = []  # [to, room left, cost]; its reverse stands beside it

    def arc(self, start: Hashable, end: Hashable, room: int, cost: int = 0) -> int:
        self.ways[start].append(len(self.arcs))
        self.ways[end].append(len(self.arcs) + 1)
        self.arcs += [[end, int(room), cost], [start, 0, -cost]]
        return len(self.arcs) - 2

    def within(self, start: Hashable, end: Hashable, least: int, most: int) -> None:
        """An arc that wants to be used `least` times before anything else."""
        self.arc(start, end, least, -FORBIDDING)
        self.arc(start, end, most - least)

    def on(self, arc: int) -> int:
        """How much goes through an arc."""
        return self.arcs[arc + 1][1]

    def send(self, source: Hashable, sink: Hashable) -> None:
        while way := self._cheapest(source, sink):
            amount = min(self.arcs[arc][1] for arc in way)
            for arc in way:
                self.arcs[arc][1] -= amount
                self.arcs[arc ^ 1][1] += amount

    def _cheapest(self, source: Hashable, sink: Hashable) -> list[int]:
        cost, came = {source: 0}, {}
        waiting, listed = deque([source]), {source}
        while waiting:
            here = waiting.popleft()
            listed.discard(here)
            for arc in self.ways[here]:
                there, room, price = self.arcs[arc]
                if room and cost[here] + price < cost.get(there, FORBIDDING**2):
                    cost[there], came[there] = cost[here] + price, arc
                    if there not in listed:
                        waiting.append(there)
                        listed.add(there)
        way = []
        while sink in came and sink != source:
            way.append(came[sink])
            sink = self.arcs[came[sink] ^ 1][0]
        return way


def _fill(margins: Margins, order: Sequence[Candidate]) -> list[Candidate]:
    """The first set of an order that meets the margins. Raises ShortageError."""
    pool = Counter(
        (each.kind, each.difficulty, each.point)
        for each in order
        if (each.kind, each.difficulty) in margins.rows and each.point in margins.columns
    )
    table = _Table(margins, pool, _cells(margins, pool))
    return [each for each in order if table.take((each.kind, each.difficulty, each.point))]


def _cells(margins: Margins, pool: Mapping[tuple, int]) -> dict[tuple, int]:
    """How many of each kind, difficulty and point meet the margins. Raises ShortageError with the
    fewest questions that would have to be added."""
    net, there, lacking = _Network(), {}, {}
    for (kind, difficulty), count in margins.rows.items():
        net.arc("from", (kind, difficulty), count)
        for point in margins.columns:
            cell, ends = (kind, difficulty, point), ((kind, difficulty), ("cell", kind, point))
            there[cell] = net.arc(*ends, pool.get(cell, 0))
            lacking[cell] = net.arc(*ends, count, 1)
    for (kind, point), (least, most) in margins.bounds.items():
        net.within(("cell", kind, point), ("point", point), least, most)
    for point, count in margins.columns.items():
        net.arc(("point", point), "to", count)
    net.send("from", "to")
    if lacks := [Lack(c[0], c[2], c[1], net.on(a)) for c, a in lacking.items() if net.on(a)]:
        raise ShortageError(lacks)
    return {cell: net.on(arc) for cell, arc in there.items()}


class _Table:
    """Numbers of questions that meet the margins, moved about as questions are taken."""

    def __init__(self, margins: Margins, pool: Mapping[tuple, int], cells: dict[tuple, int]):
        self.pool, self.bounds, self.cells = pool, margins.bounds, cells
        self.taken: Counter = Counter()
        self.full: set[tuple] = set()
        self.by_point = Counter()
        for (kind, _, point), count in cells.items():
            self.by_point[kind, point] += count
        self.kinds = {kind for kind, _ in margins.rows}
        self.rows = tuple(margins.rows)
        self.points = tuple(margins.columns)

    def take(self, cell: tuple) -> bool:
        """Take one of a kind, difficulty and point, where the others can still be met."""
        if cell not in self.cells or cell in self.full:
            return False
        if self.cells[cell] == self.taken[cell] and not self._make_room(cell):
            self.full.add(cell)  # what is taken only grows: never again
            return False
        self.taken[cell] += 1
        return True

    def _make_room(self, cell: tuple) -> bool:
        """One more in a cell, and the others moved so that all margins stay."""
        if self.cells[cell] >= self.pool.get(cell, 0):
            return False
        kind, difficulty, point = cell
        goal = ("row", kind, difficulty)
        way = _search(("cell", kind, point), goal, self._steps)
        if way is None:
            return False
        self.cells[cell] += 1
        for before, after in pairwise(way):
            self._move(before, after)
        return True

    def _steps(self, node: tuple) -> list[tuple]:
        if node[0] == "cell":
            _, kind, point = node
            found = [
                ("row", kind, difficulty)
                for of, difficulty in self.rows
                if of == kind and self.cells[kind, difficulty, point] > self._held(node, difficulty)
            ]
            room = self.by_point[kind, point] < self.bounds[kind, point][1]
            return [*found, ("point", point)] if room else found
        if node[0] == "row":
            _, kind, difficulty = node
            return [
                ("cell", kind, point)
                for point in self.points
                if self.cells[kind, difficulty, point] < self.pool.get((kind, difficulty, point), 0)
            ]
        return [
            ("cell", kind, node[1])
            for kind in sorted(self.kinds)
            if self.by_point[kind, node[1]] > self.bounds[kind, node[1]][0]
        ]

    def _held(self, node: tuple, difficulty: str) -> int:
        return self.taken[node[1], difficulty, node[2]]

    def _move(self, before: tuple, after: tuple) -> None:
        match before[0], after[0]:
            case "cell", "row":
                self.cells[before[1], after[2], before[2]] -= 1
            case "row", "cell":
                self.cells[before[1], before[2], after[2]] += 1
            case "cell", "point":
                self.by_point[before[1], before[2]] += 1
            case _:
                self.by_point[after[1], after[2]] -= 1


def _search(start: tuple, goal: tuple, steps: Callable) -> list[tuple] | None:
    came: dict[tuple, tuple | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            way = [here]
            while came[way[-1]] is not None:
                way.append(came[way[-1]])
            return way[::-1]
        for there in steps(here):
            if there not in came:
                came[there] = here
                waiting.append(there)
    return None


def _next(
    margins: Margins, order: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """The set that comes after one: as much of it as can stay, then the first of what follows.
    Raises ShortageError where it was the last."""
    places = {each.id: place for place, each in enumerate(order)}
    for at in range(len(chosen) - 1, -1, -1):
        kept = list(chosen[:at])
        try:
            rest = _fill(margins.without(kept), order[places[chosen[at].id] + 1 :])
        except ShortageError:
            continue
        return kept + rest
    raise ShortageError
