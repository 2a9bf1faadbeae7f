"""Seats: nobody twice, no seat twice, neighbours mixed as far as promised."""

from collections import Counter
from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from assessment.seating import Hall, Person, Place, allot, equal_neighbours, fill

PEOPLE = st.lists(st.integers(1, 4), max_size=60).map(
    lambda groups: [Person(at, group) for at, group in enumerate(groups, 100)]
)
HALLS = st.lists(st.integers(1, 25), max_size=5).map(
    lambda sizes: [Hall(at, size) for at, size in enumerate(sizes, 1)]
)


def groups_of(people) -> dict[int, int]:
    return {person.id: person.group for person in people}


def bound(people) -> int:
    most = max(Counter(person.group for person in people).values(), default=0)
    return max(0, 2 * most - len(people) - 1)


@given(PEOPLE, HALLS)
def test_everybody_has_one_seat_of_the_first_halls(people, halls):
    places, left = allot(people, halls)
    seats = [(hall.id, number) for hall in halls for number in range(1, hall.capacity + 1)]
    seated = min(len(people), len(seats))
    assert [(place.hall, place.number) for place in places] == seats[:seated]
    assert sorted(place.person for place in places) == [each.id for each in people[:seated]]
    assert left == [each.id for each in people[seated:]]
    assert allot(people, halls) == (places, left)


@given(PEOPLE, HALLS)
def test_neighbours_differ_as_far_as_promised(people, halls):
    places, left = allot(people, halls)
    seated = [person for person in people if person.id not in left]
    assert equal_neighbours(places, groups_of(people)) <= bound(seated)


@given(st.lists(st.integers(1, 3), max_size=7))
def test_in_one_hall_no_seating_has_fewer(groups):
    people = [Person(at, group) for at, group in enumerate(groups)]
    places, _ = allot(people, [Hall(1, 10)])
    best = min(sum(a == b for a, b in pairwise(row)) for row in permutations(groups))
    assert equal_neighbours(places, groups_of(people)) == best


def test_where_all_are_of_one_group_they_sit_in_their_order():
    people = [Person(at, 1) for at in range(5)]
    places, left = allot(people, [Hall(8, 2), Hall(9, 2)])
    assert places == [Place(0, 8, 1), Place(1, 8, 2), Place(2, 9, 1), Place(3, 9, 2)]
    assert left == [4]


def test_a_small_group_is_spread_among_a_large_one():
    people = [Person(at, 1 if at < 5 else 2) for at in range(9)]
    places, _ = allot(people, [Hall(1, 9)])
    assert [place.person for place in places] == [0, 5, 1, 6, 2, 7, 3, 8, 4]


def test_twenty_thousand_are_seated():
    people = [Person(at, at % 40) for at in range(20_000)]
    places, left = allot(people, [Hall(at, 30) for at in range(667)])
    assert (len(places), left, equal_neighbours(places, groups_of(people))) == (20_000, [], 0)


@given(PEOPLE, HALLS, st.sets(st.integers(1, 25)))
def test_further_people_take_the_free_seats_only(people, halls, numbers):
    taken = {
        (hall.id, number): 1 for hall in halls for number in numbers if number <= hall.capacity
    }
    every = [(hall.id, number) for hall in halls for number in range(1, hall.capacity + 1)]
    free = [seat for seat in every if seat not in taken]
    places, left = fill(people, halls, taken)
    given_to = min(len(people), len(free))
    assert [(place.hall, place.number) for place in places] == free[:given_to]
    assert sorted([place.person for place in places] + left) == [each.id for each in people]
    assert len(left) == len(people) - given_to


def test_a_free_seat_goes_to_whoever_fits_between_its_neighbours():
    places, left = fill([Person(1, 7), Person(2, 8)], [Hall(1, 3)], {(1, 1): 7, (1, 3): 7})
    assert (places, left) == ([Place(2, 1, 2)], [1])
