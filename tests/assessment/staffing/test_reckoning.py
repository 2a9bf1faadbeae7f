"""How many a room takes, and who is too near whom: pure."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.recusal import Bar, Judge, Judged, Nearness, bars
from assessment.staffing import Norm

norms = st.builds(
    Norm,
    candidates=st.none() | st.integers(1, 60),
    least=st.integers(1, 9),
    odd=st.booleans(),
)


@given(norms, st.integers(0, 2000))
def test_what_is_needed_is_enough_and_one_less_is_not(norm, held):
    needed = norm.needed(held)
    assert norm.is_met(needed, held)
    assert not any(norm.is_met(fewer, held) for fewer in range(needed))


@given(norms, st.integers(1, 2000))
def test_the_ratio_the_least_and_the_odd_number_hold(norm, held):
    needed = norm.needed(held)
    assert needed >= norm.least
    assert norm.candidates is None or needed * norm.candidates >= held
    assert not norm.odd or needed % 2 == 1


def test_the_national_ratios():
    theory, practice, panel = Norm(15, 2, odd=False), Norm(5, 3, odd=True), Norm(None, 3, odd=True)
    assert [theory.needed(held) for held in (0, 1, 30, 31, 60)] == [0, 2, 2, 3, 4]
    assert [practice.needed(held) for held in (1, 15, 16, 20, 26)] == [3, 3, 5, 5, 7]
    assert [panel.needed(held) for held in (1, 500)] == [3, 3]
    assert (panel.is_met(4, 10), panel.is_met(5, 10)) == (False, True)
    assert theory.text == "与考生不低于 1:15，每个考场不少于 2 人"
    assert panel.text == "每个考场不少于 3 人且为单数"


def judge(**given) -> Judge:
    return Judge(**{"key": "k0", "employer": "甲厂", "team": "", "home": True, "ties": {}, **given})


def candidate(key: str = "k1", employer: str = "甲厂", post: str = "一车间 维修电工") -> Judged:
    return Judged(key, "考生", employer, post)


def near(judge: Judge, *candidates: Judged) -> list[Nearness]:
    return [bar.nearness for bar in bars(judge, candidates)]


def test_whom_one_is_too_near():
    assert near(judge(), candidate()) == []
    assert near(judge(), candidate("k0")) == [Nearness.SELF]
    assert bars(judge(ties={"k1": "师徒"}), [candidate()]) == [Bar(Nearness.TIE, "考生", "师徒")]
    assert near(judge(team="一车间"), candidate()) == [Nearness.TEAM]
    assert near(judge(team="二车间"), candidate()) == []
    assert near(judge(home=False), candidate()) == [Nearness.EMPLOYER]
    assert near(judge(home=False, employer="乙厂"), candidate()) == []
    assert near(judge(home=False, employer="甲 厂(聊城)"), candidate(employer="甲厂（聊城）")) == [
        Nearness.EMPLOYER
    ]


def test_who_has_no_number_is_nobody_else():
    assert near(judge(key=""), candidate("")) == []


@given(st.lists(st.sampled_from(["k0", "k1", "k2", ""]), max_size=8))
def test_each_candidate_is_named_once_at_most(keys):
    found = bars(judge(team="一车间", ties={"k2": "亲属"}), [candidate(key) for key in keys])
    assert len(found) == len(keys)
