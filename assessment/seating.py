"""Who sits where: people in an order are given the seats of halls. Pure.

The seats of a hall are one row, 1 … capacity; neighbours are two seats with consecutive numbers in
one hall. What `allot` guarantees:

- no seat is given twice, nobody gets two, no hall holds more than its capacity;
- with enough seats everybody sits; else those who come last in the order are left;
- halls are filled one after the other, without gaps;
- the same people, halls and order give the same seats;
- with n people seated, m of them of the most frequent group, at most max(0, 2m - n - 1) pairs of
  neighbours are of one group, and none where m is at most half of n, rounded up. In a single hall
  no seating has fewer.
"""

import heapq
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """`group`: what neighbours should differ in (the occupation, or the paper)."""

    id: int
    group: int


@dataclass(frozen=True)
class Hall:
    """A room with its number of seats."""

    id: int
    capacity: int


@dataclass(frozen=True)
class Place:
    """A person's seat; `number` counts from 1."""

    person: int
    hall: int
    number: int


def allot(people: Iterable[Person], halls: Sequence[Hall]) -> tuple[list[Place], list[int]]:
    """The seats of people who come in this order, and the ids of those left without one."""
    given = list(people)
    held = sum(hall.capacity for hall in halls)
    row = _Row(given[:held])
    places = [Place(row.next().id, hall.id, number) for hall, number in _numbered(halls, row)]
    return places, [person.id for person in given[held:]]


def fill(
    people: Iterable[Person], halls: Sequence[Hall], taken: Mapping[tuple[int, int], int]
) -> tuple[list[Place], list[int]]:
    """The seats of further people in those that are free, first seat first; `taken` says of which
    group the others are, by hall and number. Each free seat goes to whoever comes first of a group
    other than both neighbours', else to whoever comes first."""
    waiting, groups, places = list(people), dict(taken), []
    for hall in halls:
        for number in range(1, hall.capacity + 1):
            if not waiting:
                return places, []
            if (hall.id, number) in groups:
                continue
            beside = {groups.get((hall.id, number + step)) for step in (-1, 1)}
            fitting = (at for at, each in enumerate(waiting) if each.group not in beside)
            person = waiting.pop(next(fitting, 0))
            groups[hall.id, number] = person.group
            places.append(Place(person.id, hall.id, number))
    return places, [person.id for person in waiting]


def equal_neighbours(places: Iterable[Place], groups: Mapping[int, int]) -> int:
    """How many pairs of neighbours are of one group; `groups` by person."""
    at = {(place.hall, place.number): groups[place.person] for place in places}
    return sum(at.get((hall, number + 1)) == group for (hall, number), group in at.items())


def _numbered(halls: Sequence[Hall], row: "_Row") -> Iterator[tuple[Hall, int]]:
    for hall in halls:
        row.begin()
        for number in range(1, hall.capacity + 1):
            if row.is_empty:
                return
            yield hall, number


class _Row:
    """People who wait in order. Next is whoever comes first of another group than the one before;
    a group that is more than half of those who wait goes whenever it may."""

    def __init__(self, people: list[Person]):
        self._waiting: dict[int, deque[tuple[int, Person]]] = {}
        for at, person in enumerate(people):
            self._waiting.setdefault(person.group, deque()).append((at, person))
        self._counts = Counter(person.group for person in people)
        self._heads = [(line[0][0], group) for group, line in self._waiting.items()]
        heapq.heapify(self._heads)
        self._left = len(people)
        self._last: int | None = None

    @property
    def is_empty(self) -> bool:
        return self._left == 0

    def begin(self) -> None:
        """A new hall: nobody sits beside the next."""
        self._last = None

    def next(self) -> Person:
        group = self._choose()
        self._last = group
        self._left -= 1
        self._counts[group] -= 1
        line = self._waiting[group]
        _, person = line.popleft()
        if line:
            heapq.heappush(self._heads, (line[0][0], group))
        return person

    def _choose(self) -> int:
        largest = max(self._counts, key=lambda group: self._counts[group])
        if self._counts[largest] * 2 > self._left and largest != self._last:
            self._heads.remove((self._waiting[largest][0][0], largest))
            heapq.heapify(self._heads)
            return largest
        first = heapq.heappop(self._heads)
        if first[1] != self._last or not self._heads:
            return first[1]
        second = heapq.heappop(self._heads)
        heapq.heappush(self._heads, first)
        return second[1]
