"""Pure rules: codes, spelling, search terms, levels, ladders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.enums import Level, Relation, Tier
from catalogue.rules import SearchTerm, ladder_problems, parent_code, spell, tier_of

levels = st.sampled_from(list(Level))


@pytest.mark.parametrize(
    ("code", "tier", "parent"),
    [
        ("6", Tier.MAJOR, ""),
        ("6-31", Tier.MIDDLE, "6"),
        ("6-31-01", Tier.MINOR, "6-31"),
        ("6-31-01-03", Tier.OCCUPATION, "6-31-01"),
    ],
)
def test_codes_tell_their_tier_and_parent(code, tier, parent):
    assert (tier_of(code), parent_code(code)) == (tier, parent)


@pytest.mark.parametrize("code", ["", "66", "6-3", "6-31-1", "6-31-01-03-01", "６-31", "6-31\n"])
def test_other_texts_are_no_codes(code):
    assert tier_of(code) is None


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("电工", ("diangong", "dg")),
        ("中式烹调师", ("zhongshipengtiaoshi", "zspts")),
        ("铝、镁浇注工", ("lvmeijiaozhugong", "lmjzg")),
        ("3D打印", ("3ddayin", "3ddy")),
    ],
)
def test_names_are_spelt_as_people_type(name, spelling):
    assert spell(name) == spelling


@pytest.mark.parametrize(
    ("typed", "text", "code"),
    [
        ("电工", "电工", ""),
        (" 电　工 ", "电工", ""),
        ("DianGong", "diangong", ""),
        ("６－３１－０１", "6-31-01", "6-31-01"),
        ("6–31—01", "6–31—01", "6-31-01"),
        ("6-31-01-", "6-31-01-", "6-31-01"),
        ("6310103", "6310103", "6-31-01-03"),
        ("631", "631", "6-31"),
        ("6", "6", "6"),
        ("66", "66", ""),
        ("\x00\t", "", ""),
        ("矿山(隧道)", "矿山（隧道）", ""),
    ],
)
def test_search_terms_are_forgiven(typed, text, code):
    assert SearchTerm.of(typed) == SearchTerm(text, code)


@given(st.text(max_size=3000))
def test_no_text_upsets_a_search(text):
    term = SearchTerm.of(text)
    assert len(term.text) <= 50
    assert not any(char.isspace() or char == "\x00" for char in term.text)


@pytest.mark.clause("LC-05")
def test_levels_print_and_compare_as_certificates_do():
    assert [(level.value, level.printed) for level in Level] == [
        (5, "五级/初级工"),
        (4, "四级/中级工"),
        (3, "三级/高级工"),
        (2, "二级/技师"),
        (1, "一级/高级技师"),
    ]
    assert (Level.THREE.short, Level.THREE.title) == ("三级", "高级工")
    assert Level.ONE.is_higher_than(Level.TWO)
    assert not Level.TWO.is_higher_than(Level.TWO)
    assert Level.TWO.is_at_least(Level.TWO)


@pytest.mark.parametrize("text", ["三级/高级工", "三级", "高级工", "3"])
def test_levels_are_known_by_every_name(text):
    assert Level.named(text) is Level.THREE


def test_unknown_level_is_refused_with_the_list():
    with pytest.raises(ValueError, match="“六级”不是职业技能等级，应为：五级/初级工"):
        Level.named("六级")


@given(levels, levels, levels)
def test_higher_is_a_strict_order(a, b, c):
    assert not (a.is_higher_than(b) and b.is_higher_than(a))
    if a.is_higher_than(b) and b.is_higher_than(c):
        assert a.is_higher_than(c)
    assert a.is_at_least(b) == (not b.is_higher_than(a))


def test_a_ladder_climbs():
    climbing = [
        ("学徒工", Relation.BELOW, 5),
        ("初级一等", Relation.WITHIN, 5),
        ("初级二等", Relation.WITHIN, 5),
        ("技师", Relation.WITHIN, 2),
        ("特级技师", Relation.ABOVE, 1),
    ]
    assert ladder_problems(climbing) == []


def test_a_ladder_that_falls_or_is_mapped_wrong_is_told():
    assert ladder_problems(
        [("技师", "within", 2), ("高级工", "within", 3), ("首席技师", "above", 2)]
    ) == [
        "“首席技师”：一级以上的等级必须对应一级/高级技师。",
        "“高级工”排在“技师”之上，对应的国家等级却更低。",
    ]
