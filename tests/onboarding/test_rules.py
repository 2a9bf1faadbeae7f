"""统一社会信用代码 as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from onboarding.rules import credit_code

GOOD = "91371502MA3C00001F"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        f"  {GOOD} ",
        "９１３７１５０２ＭＡ３Ｃ００００１Ｆ",
        "9137 1502 MA3C 0000 1F",
        "91371502-MA3C00001-F",
        "91371502\u3000MA3C00001F\u200b",
    ],
)
def test_spelling_is_forgiven(typed):
    assert credit_code(typed) == GOOD


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "应为 18 位，现为 0 位"),
        (GOOD[:-1], "应为 18 位，现为 17 位"),
        (GOOD + "1", "应为 18 位，现为 19 位"),
        (GOOD[:-1] + "G", "校验码不符"),
        ("91371502MA3C0000IF", "校验码不符或含有不用的字母"),
        ("机" * 18, "校验码不符或含有不用的字母"),
    ],
)
def test_a_wrong_code_is_refused_with_what_to_do(typed, said):
    with pytest.raises(ValueError, match=said):
        credit_code(typed)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(ALPHABET, min_size=9, max_size=9), st.integers(0, 999999))
def test_every_code_with_its_check_digit_passes_and_no_other_digit_does(tail, place):
    base = f"91{place:06}{tail}"
    right = uscc.calc_check_digit(base)
    assert credit_code(base + right) == base + right
    for wrong in set(ALPHABET) - {right}:
        with pytest.raises(ValueError, match="校验码"):
            credit_code(base + wrong)


@given(st.text(max_size=40))
def test_no_text_upsets_it(text):
    try:
        assert len(credit_code(text)) == 18
    except ValueError as error:
        assert "统一社会信用代码" in str(error)
