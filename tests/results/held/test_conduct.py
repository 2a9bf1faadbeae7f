"""The rules of conduct as data."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from catalogue import regulations
from results import conduct
from results.conduct import Rules
from results.enums import Consequence

BREACHES = conduct.rules().conducts
GRAVE = st.sampled_from(list(Consequence))


def raw() -> dict:
    return tomllib.loads(conduct.FILE.read_text(encoding="utf-8"))


def test_the_tiers_go_from_light_to_grave_and_say_where_they_come_from():
    rules = conduct.rules()
    assert [(tier.key, tier.consequence.value, tier.warned) for tier in rules.tiers] == [
        ("void", "subject", True),
        ("cheating", "cheating", False),
        ("all", "all", False),
        ("grave", "all", False),
    ]
    assert all("地方规则整理" in tier.source for tier in rules.tiers)
    assert "不是国家文件原文" in rules.certainty
    assert (rules.check_in.opens_before, rules.check_in.late_after) == (60, 30)
    assert rules.check_in.late_is_absent is True


def test_every_breach_has_a_tier_and_every_tier_a_breach():
    assert {tier.key for tier, found in conduct.rules().grouped() if found} == {
        tier.key for tier in conduct.rules().tiers
    }
    assert sum(len(found) for _, found in conduct.rules().grouped()) == len(BREACHES)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["conducts"].append(data["conducts"][0]),
        lambda data: data["conducts"][0].update(tier="no such"),
        lambda data: data["tiers"].reverse(),
        lambda data: data["tiers"][0].update(consequence="hanging"),
        lambda data: data["check_in"].update(late_after=-1),
        lambda data: data.update(odd=1),
    ],
)
def test_a_mistake_in_the_file_is_found(spoil):
    data = raw()
    spoil(data)
    with pytest.raises(ValidationError):
        Rules.model_validate(data)


def test_the_points_of_a_supervisor_follow_the_regulation():
    def keys(regulation: str) -> set[str]:
        return {point.key for point in conduct.rules().points_of(regulation)}

    common = keys("jiangsu-enterprise")
    assert keys("hebei-commissioned") - common == {"training", "promises"}
    assert keys("liaocheng-enterprise") - common == {"trace"}
    named = {name for point in conduct.rules().points for name in point.regulations}
    assert named <= {each.id for each in regulations.current()}


@given(st.lists(GRAVE))
def test_the_gravest_is_none_of_the_lighter(found):
    worst = conduct.gravest(found)
    assert all(conduct.not_graver(each, worst) for each in found)
    assert worst in found or (worst, found) == (Consequence.NONE, [])
