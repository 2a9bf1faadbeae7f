"""Fonts of a few glyphs, as fontTools reads them back."""

import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from printing import fonts, truetype

TEXT = "阿依古丽·买买提 S0137-（䶮）"
RARE = "李𧒽\U00030edd明"  # one of extension B, one of G


@pytest.fixture(scope="module")
def whole():
    with TTFont(fonts.FOLDER / fonts.REGULAR, lazy=True) as font:
        yield font


def test_the_outlines_are_those_of_the_whole_font(whole):
    face = truetype.regular()
    program, numbers = face.program(face.glyph(char) for char in TEXT)
    small, names = TTFont(io.BytesIO(program)), whole.getBestCmap()
    order = small.getGlyphOrder()
    for char in TEXT:
        old, new = names[ord(char)], order[numbers[face.glyph(char)]]
        assert small["glyf"][new] == whole["glyf"][old]
        assert small["hmtx"][new] == whole["hmtx"][old]
    assert (len(order), small["maxp"].numGlyphs) == (len(set(TEXT)) + 1, len(set(TEXT)) + 1)


def test_it_says_nothing_but_shapes():
    program, _ = truetype.regular().program([truetype.regular().glyph("阿")])
    assert sorted(TTFont(io.BytesIO(program)).reader.keys()) == sorted(
        ["glyf", "head", "hhea", "hmtx", "loca", "maxp"]
    )


def test_its_parts_add_up():
    """The sums of its tables, as fontTools counts them."""
    program, _ = truetype.regular().program(range(5, 25))
    TTFont(io.BytesIO(program), checkChecksums=2).ensureDecompiled()


@given(st.sets(st.integers(1, 30_000), max_size=40))
def test_the_same_glyphs_give_the_same_bytes(glyphs):
    face = truetype.regular()
    first = face.program(sorted(glyphs))
    assert first == face.program(sorted(glyphs, reverse=True))
    assert list(first[1].values()) == list(range(len(glyphs) + 1))


def test_widths_are_those_of_the_font(whole):
    names, metrics = whole.getBestCmap(), whole["hmtx"]
    wanted = sum(metrics[names[ord(char)]][0] for char in TEXT) / 1000
    assert truetype.width(TEXT) == pytest.approx(wanted)
    last = whole["maxp"].numGlyphs - 1
    name = whole.getGlyphOrder()[last]
    assert truetype.regular()._metrics(last) == tuple(metrics[name])


def test_a_character_without_a_glyph_is_named():
    with pytest.raises(ValueError, match="U\\+323B0"):
        truetype.width("𲎰")


def test_a_rare_character_is_set_in_the_font_that_has_it():
    found = [(face.name, part) for face, part in truetype.runs(RARE)]
    assert found == [
        ("NotoSerifSC-Regular", "李"),
        ("JipingRareSong-Regular", "𧒽"),
        ("JipingRareKai-Regular", "\U00030edd"),
        ("NotoSerifSC-Regular", "明"),
    ]
    assert truetype.width(RARE) == 4  # each as wide as it is high
    assert truetype.runs("李明") == [(truetype.regular(), "李明")]


def test_no_moment_stands_in_a_program():
    """Else the same certificate has other bytes tomorrow."""
    for name in (fonts.REGULAR, *fonts.RARE):
        with TTFont(fonts.FOLDER / name, lazy=True) as font:
            wanted = font["head"].modified
        program, _ = truetype.Face(name).program([1, 2])
        assert TTFont(io.BytesIO(program))["head"].modified == wanted
