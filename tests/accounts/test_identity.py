"""Identity documents: what can be one is taken, what cannot is refused with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from accounts import identity


def id_card(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


def test_a_right_number_is_taken_in_its_one_spelling():
    number = id_card("00000018000229103"[:10] + "0228" + "103")
    assert identity.clean("id_card", f" {number.lower()} ") == number
    assert (identity.birth_date(number), identity.sex(number)) == (date(1800, 2, 28), "男")


@given(st.dates(date(1800, 1, 1), date(1899, 12, 31)), st.integers(0, 999999), st.integers(0, 999))
def test_no_place_code_is_refused_and_a_wrong_check_digit_always_is(born, place, serial):
    number = id_card(f"{place:06}{born:%Y%m%d}{serial:03}")
    assert identity.birth_date(number) == born
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    with pytest.raises(ValueError, match="校验码"):
        identity.birth_date(wrong)


@pytest.mark.parametrize(
    ("kind", "number", "message"),
    [
        ("id_card", "", "请填写证件号码"),
        ("id_card", "123", "应为18位"),
        ("id_card", "00000019900101101Q", "应为17位数字，加最后一位数字或X"),
        ("id_card", "000000180013011230"[:18], "出生日期有误"),
        ("passport", "E1", "护照号码应为"),
        ("hong_kong_macao", "X12345678", "H或M"),
        ("taiwan", "1234", "8位数字"),
    ],
)
def test_what_cannot_be_a_number_is_refused(kind, number, message):
    with pytest.raises(ValueError, match=message):
        identity.clean(kind, number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"),
        ("officer", "南字第12345678号"),
        ("hong_kong_macao", "h12345678"),
        ("taiwan", "12345678"),
        ("foreign_resident", "ABC123456789012"),
    ],
)
def test_other_documents_are_taken(kind, number):
    assert identity.clean(kind, number) == number.upper()
