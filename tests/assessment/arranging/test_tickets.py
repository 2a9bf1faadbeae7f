"""Numbers of admission tickets: digits, unique, in order, never given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import tickets

PLANS = st.integers(1, 10**7).map(lambda serial: f"PJ2026{serial:06d}")
WAITING = st.dictionaries(
    st.integers(1, 10**6),
    st.tuples(st.integers(1, 5), st.text("ABC0123456789-", min_size=1, max_size=8)),
    max_size=40,
).map(lambda rows: [(key, level, number) for key, (level, number) in rows.items()])


@given(PLANS, WAITING, WAITING)
def test_late_ones_come_after_those_given_and_nobody_has_anothers(plan, first, late):
    late = [(key + 10**7, level, number) for key, level, number in late]
    early = tickets.give(plan, [], first)
    after = tickets.give(plan, early.values(), late)
    every = [*early.values(), *after.values()]
    assert len(every) == len(set(every)) == len(first) + len(late)
    assert all(each.isdecimal() and each.isascii() for each in every)
    assert {each[: -tickets.WIDTH] for each in every} <= {plan[2:]}
    assert sorted(int(each[-tickets.WIDTH :]) for each in every) == list(range(1, len(every) + 1))


@given(PLANS, PLANS, WAITING)
def test_two_plans_share_no_number(one, other, waiting):
    shared = set(tickets.give(one, [], waiting).values()) & set(
        tickets.give(other, [], waiting).values()
    )
    assert shared == set() or one == other


def test_the_lowest_level_comes_first_then_the_registrations_in_order():
    waiting = [(1, 3, "B2"), (2, 4, "B3"), (3, 4, "B1"), (4, 5, "B9")]
    assert tickets.give("PJ2026000017", [], waiting) == {
        4: "202600001700001",
        3: "202600001700002",
        2: "202600001700003",
        1: "202600001700004",
    }


def test_a_number_of_somebody_who_withdrew_is_not_given_again():
    assert tickets.give("PJ2026000017", ["202600001700007", ""], [(1, 5, "A")]) == {
        1: "202600001700008"
    }


def test_a_plan_without_numbers_left():
    with pytest.raises(ValueError, match="一个计划最多编 99999 个准考证号。"):
        tickets.give("PJ2026000017", ["202600001799999"], [(1, 5, "A")])
