"""The grammar of certificate numbers (人社鉴发〔2019〕2号)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.enums import Level
from certificates import numbers
from certificates.numbers import CertificateNumber

SAMPLE = "S000035001051243000362"
numbers_ = st.builds(
    CertificateNumber,
    letter=st.sampled_from(sorted(numbers.LETTERS)),
    agency=st.integers(0, 9999).map("{:04}".format),
    province=st.sampled_from(sorted(numbers.PROVINCES)),
    site=st.integers(0, 999_999).map("{:06}".format),
    year=st.integers(0, 99).map("{:02}".format),
    level=st.sampled_from(Level),
    serial=st.integers(1, 999_999),
)


@pytest.mark.clause("LC-18", "SD-10")
def test_the_parts_of_a_number():
    assert numbers.parse(SAMPLE) == CertificateNumber(
        "S", "0000", "35", "001051", "24", Level.THREE, 362
    )


@given(numbers_)
def test_what_is_written_is_read_back(number: CertificateNumber):
    text = str(number)
    assert (len(text), numbers.parse(f" {text}\n")) == (22, number)
    assert (text[:13], text[:16]) == (number.prefix, number.key)
    assert number.spaced.replace(" ", "") == text
    assert numbers.nth(number.key, number.serial) == number


@given(st.text(max_size=30))
def test_anything_else_is_refused_in_words(text: str):
    try:
        assert str(numbers.parse(text)) == text.strip()
    except ValueError as refused:
        assert str(refused).startswith("证书编号")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "证书编号应为 22 位（1 个字母加 21 位数字），现为 0 位。"),
        (SAMPLE[:-1], "证书编号应为 22 位（1 个字母加 21 位数字），现为 21 位。"),
        (
            SAMPLE.lower(),
            "证书编号应以大写字母开头，其后为 21 位半角数字，中间没有空格，请核对。",
        ),
        (
            SAMPLE[:-1] + "２",
            "证书编号应以大写字母开头，其后为 21 位半角数字，中间没有空格，请核对。",
        ),
        ("J" + SAMPLE[1:], "证书编号第 1 位应为 Y、S，不是“J”。"),
        ("S000066001051243000362", "证书编号第 6—7 位“66”不是省级行政区划代码。"),
        ("S000035001051246000362", "证书编号第 16 位是等级，应为 1 至 5，不是“6”。"),
        ("S000035001051243000000", "证书编号末 6 位从 000001 开始，不能是 000000。"),
    ],
)
def test_the_reason_is_named(text: str, said: str):
    with pytest.raises(ValueError) as refused:
        numbers.parse(text)
    assert str(refused.value) == said


def test_the_serials_end():
    key = numbers.key_of("Y000037000001", 2026, 3)
    assert key == "Y000037000001263"
    assert str(numbers.nth(key, 999_999)) == "Y000037000001263999999"
    for serial in (0, 1_000_000):
        with pytest.raises(ValueError):
            numbers.nth(key, serial)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        (f" {SAMPLE} ", SAMPLE),
        ("AB01234567890123456789", "AB01234567890123456789"),
        ("1503003013300123", "1503003013300123"),
    ],
)
def test_every_kind_of_number_has_one_spelling(text: str, spelled: str):
    assert numbers.spelled(text) == spelled


def test_a_number_of_the_levels_above_is_taken_as_given():
    assert numbers.parse_special(" AB01234567890123456789 ") == "AB01234567890123456789"
    with pytest.raises(ValueError, match="2 个大写字母加 20 位数字"):
        numbers.parse_special(SAMPLE)
