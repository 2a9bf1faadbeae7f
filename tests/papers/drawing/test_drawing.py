"""Papers are drawn exactly or not at all, checked against trying everything."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from papers.drawing import Candidate, Lack, Margins, Section, ShortageError, compose

ONE = Decimal(1)
DIFFICULTIES = ("easy", "medium", "hard")


def section(kind="single", easy=0, medium=0, hard=0, marks=ONE) -> Section:
    return Section(kind, marks, {"easy": easy, "medium": medium, "hard": hard})


def pool(*rows) -> list[Candidate]:
    """(kind, point, difficulty) each, numbered from 1."""
    return [Candidate(at, *row) for at, row in enumerate(rows, 1)]


def ids(chosen) -> list[int]:
    return sorted(each.id for each in chosen)


def meets(chosen, sections, weights, columns) -> bool:
    """Whether a set is a paper; says it anew, from the weights."""
    whole = sum(weights.values())
    if Counter(each.point for each in chosen) != +Counter(columns):
        return False
    for each in sections:
        own = [q for q in chosen if q.kind == each.kind]
        if Counter(q.difficulty for q in own) != +Counter(each.difficulty):
            return False
        for point, weight in weights.items():
            share = Fraction(each.count * weight, whole)
            if abs(sum(q.point == point for q in own) - share) >= 1:
                return False
    return len(chosen) == sum(each.count for each in sections)


def papers_of(order, sections, weights, columns):
    """Every paper of a pool, the one first that a reader of the order meets first."""
    size = sum(each.count for each in sections)
    for places in combinations(range(len(order)), size):
        chosen = [order[place] for place in places]
        if meets(chosen, sections, weights, columns):
            yield chosen


kinds = st.sampled_from(["single", "multiple"])
points = st.sampled_from("PQR")
questions = st.tuples(kinds, points, st.sampled_from(DIFFICULTIES))
pools = st.lists(questions, max_size=9).map(lambda rows: pool(*rows)).flatmap(st.permutations)
counts = st.tuples(*[st.integers(0, 2)] * 3)
papers = st.lists(counts, min_size=1, max_size=2).map(
    lambda rows: [section(kind, *row) for kind, row in zip(("single", "multiple"), rows)]  # noqa: B905
)
weightings = st.fixed_dictionaries({"P": st.integers(0, 5), "Q": st.integers(0, 5)}).map(
    lambda found: {**found, "R": 2}
)


@given(order=pools, sections=papers, weights=weightings, data=st.data())
@settings(max_examples=400)
def test_a_paper_is_the_first_that_meets_every_margin_or_none_does(order, sections, weights, data):
    assume(sum(each.count for each in sections) <= 6)
    columns = Margins.of(sections, weights).columns
    every = list(papers_of(order, sections, weights, columns))
    left_out = data.draw(st.integers(0, min(len(every), 4)))
    avoid = {frozenset(ids(each)) for each in every[:left_out]}
    expected = every[left_out] if left_out < len(every) else None
    try:
        chosen = compose(order, sections, weights, avoid=avoid)
    except ShortageError as short:
        assert expected is None
        assert bool(short.lacks) == (not every)
    else:
        assert ids(chosen) == ids(expected)
        assert compose(order, sections, weights, avoid=avoid) == chosen


@given(order=pools, sections=papers, weights=weightings)
@settings(max_examples=300)
def test_what_is_said_to_lack_is_enough_and_no_less_would_be(order, sections, weights):
    columns = Margins.of(sections, weights).columns
    try:
        compose(order, sections, weights)
    except ShortageError as short:
        added = [
            (lack.kind, lack.point, lack.difficulty)
            for lack in short.lacks
            for _ in range(lack.count)
        ]
        grown = [*order, *(Candidate(100 + at, *row) for at, row in enumerate(added))]
        assert meets(compose(grown, sections, weights), sections, weights, columns)
        for at in range(len(added)):
            fewer = [each for each in grown if each.id != 100 + at]
            with pytest.raises(ShortageError):
                compose(fewer, sections, weights)


@given(
    sections=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)),
        min_size=1,
        max_size=4,
    ),
    weights=st.dictionaries(st.integers(0, 40), st.integers(1, 50), min_size=1, max_size=12),
)
@settings(max_examples=150)
def test_a_rich_pool_always_gives_a_paper_whose_points_follow_the_weights(sections, weights):
    wanted = [section(kind, *row) for kind, row in zip("abcd", sections)]  # noqa: B905
    rows = product("abcd", weights, DIFFICULTIES, range(8))
    order = [Candidate(at, *row[:3]) for at, row in enumerate(rows)]
    total, whole = sum(each.count for each in wanted), sum(weights.values())
    columns = Margins.of(wanted, weights).columns
    assert sum(columns.values()) == total
    assert all(abs(columns[p] - Fraction(total * w, whole)) < 1 for p, w in weights.items())
    rich = Counter((each.kind, each.point, each.difficulty) for each in order)
    try:
        chosen = compose(order, wanted, weights)
    except ShortageError as short:
        assert all(rich[lack.kind, lack.point, lack.difficulty] == 8 for lack in short.lacks)
    else:
        assert meets(chosen, wanted, weights, columns)


def test_the_largest_remainders_get_the_odd_questions():
    found = Margins.of([section(easy=4), section("multiple", easy=3)], {"P": 50, "Q": 30, "R": 20})
    assert found.columns == {"P": 4, "Q": 2, "R": 1}  # 3.5, 2.1, 1.4
    assert found.bounds["single", "P"] == (2, 2)
    assert found.bounds["multiple", "Q"] == (0, 1)


def test_two_forms_of_a_poor_pool_differ_or_the_second_cannot_be():
    order = pool(*[("single", "P", "easy")] * 3)
    wanted, weights = [section(easy=2)], {"P": 1}
    first = compose(order, wanted, weights)
    avoid = [frozenset(ids(first))]
    second = compose(order, wanted, weights, avoid=avoid)
    assert (ids(first), ids(second)) == ([1, 2], [1, 3])
    with pytest.raises(ShortageError) as short:
        compose(order[:2], wanted, weights, avoid=avoid)
    assert short.value.lacks == ()


def test_a_shortage_names_section_point_difficulty_and_number():
    order = pool(("single", "P", "easy"), ("single", "Q", "easy"), ("single", "Q", "hard"))
    with pytest.raises(ShortageError) as short:
        compose(order, [section(easy=1, hard=3)], {"P": 1, "Q": 1})
    lacks = short.value.lacks
    assert sum(lack.count for lack in lacks) == 2
    assert {(lack.kind, lack.difficulty) for lack in lacks} == {("single", "hard")}
    with pytest.raises(ShortageError) as none:
        compose([], [section("task", medium=1)], {"P": 1})
    assert none.value.lacks == (Lack("task", "P", "medium", 1),)


def test_sections_of_one_kind_and_points_without_weight_are_mistakes():
    with pytest.raises(ValueError, match="different kinds"):
        compose([], [section(easy=1), section(hard=1)], {"P": 1})
    with pytest.raises(ValueError, match="have a weight"):
        compose([], [section(easy=1)], {"P": 0})


def test_a_bank_of_five_thousand_gives_a_paper_of_two_hundred_at_once():
    rows = product(("single", "multiple", "judgement", "short"), range(30), DIFFICULTIES, range(14))
    order = [Candidate(at, *row[:3]) for at, row in enumerate(rows)]
    order.sort(key=lambda each: each.id * 7919 % 5003)
    wanted = [section(kind, 25, 15, 10) for kind in ("single", "multiple", "judgement", "short")]
    chosen = compose(order, wanted, {point: point + 1 for point in range(30)})
    assert len({each.id for each in chosen}) == 200
