"""What the fixtures hold, counted."""

from collections import Counter

import pytest

from catalogue import selectors
from catalogue.enums import Block, DivisionTier, Level, Relation, Tier
from catalogue.models import Division, Occupation, RegulatedOccupation, WorkType
from catalogue.services.loading import load
from tests.catalogue.conftest import WHOLE

pytestmark = pytest.mark.usefixtures("whole_catalogue", "db")


def test_counts_are_those_of_the_sources():
    tiers = Counter(Occupation.objects.values_list("tier", flat=True))
    assert tiers == {
        Tier.MAJOR: 8,
        Tier.MIDDLE: 79,
        Tier.MINOR: 450,
        Tier.OCCUPATION: 1674,
    }
    places = Counter(Division.objects.values_list("tier", flat=True))
    assert places == {
        DivisionTier.PROVINCE: 34,
        DivisionTier.CITY: 333,
        DivisionTier.COUNTY: 2847,
    }
    assert WorkType.objects.count() == 72
    blocks = Counter(RegulatedOccupation.objects.values_list("block", flat=True))
    assert blocks == {Block.FULL: 10, Block.PARTIAL: 8, Block.NONE: 5}


def test_new_occupations_keep_edition_and_year():
    editions = Counter(selectors.occupations().values_list("edition", "announced"))
    assert editions == {
        ("大典2022", 2022): 1639,
        ("人社部2024年新职业", 2024): 18,
        ("人社部2025年新职业", 2025): 17,
    }


def test_only_majors_three_to_six_are_skilled():
    skilled = Occupation.objects.filter(tier=Tier.MAJOR, skilled=True)
    assert [major.code for major in skilled] == ["3", "4", "5", "6"]


def test_divisions_have_full_names():
    names = Division.objects.filter(code__in=["371502", "110101", "370000"])
    assert [place.full_name for place in names.order_by("code")] == [
        "北京市东城区",
        "山东省",
        "山东省聊城市东昌府区",
    ]


def test_every_code_lies_under_its_parent():
    strays = [
        child.code
        for child in Occupation.objects.select_related("parent").exclude(parent=None)
        if not child.code.startswith(f"{child.parent.code}-")
    ]
    assert strays == []


@pytest.mark.clause("JS-05")
def test_the_eight_rungs():
    (ladder,) = selectors.national_ladders()
    rungs = [(r.name, r.relation, r.level, r.printed) for r in ladder.levels.all()]
    assert rungs == [
        ("学徒工", Relation.BELOW, Level.FIVE, ""),
        ("初级工", Relation.WITHIN, Level.FIVE, "五级/初级工"),
        ("中级工", Relation.WITHIN, Level.FOUR, "四级/中级工"),
        ("高级工", Relation.WITHIN, Level.THREE, "三级/高级工"),
        ("技师", Relation.WITHIN, Level.TWO, "二级/技师"),
        ("高级技师", Relation.WITHIN, Level.ONE, "一级/高级技师"),
        ("特级技师", Relation.ABOVE, Level.ONE, "特级技师"),
        ("首席技师", Relation.ABOVE, Level.ONE, "首席技师"),
    ]
    assert [r.name for r in ladder.levels.all() if r.number_is_entered] == [
        "特级技师",
        "首席技师",
    ]


def test_a_second_run_changes_nothing():
    records = Occupation.history.count()
    assert {(t.created, t.updated, t.kept) for t in load(WHOLE)} == {(0, 0, 0)}
    assert Occupation.history.count() == records == 2211
