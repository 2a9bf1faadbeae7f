"""The sanctions as data: each says where it comes from; periods hold."""

from datetime import date

import pytest
from pydantic import ValidationError

from supervision import sanctions
from supervision.sanctions import Rules, Sanction

RULES = sanctions.rules()
SUSPEND = {
    "key": "x",
    "subject": "agency",
    "name": "暂停",
    "effects": ["suspend"],
    "months": [1, 3],
    "source": "…",
    "certainty": "default",
}


def test_every_kind_of_party_has_a_ladder():
    assert {kind: len(RULES.of(kind)) for kind in ("candidate", "staff", "agency")} == {
        "candidate": 4,
        "staff": 3,
        "agency": 5,
    }


def test_what_no_document_says_is_marked():
    uncertain = [each for each in RULES.sanctions if each.certainty == "default"]
    assert uncertain
    assert all("本系统默认" in each.said for each in uncertain)
    assert all(each.source for each in RULES.sanctions)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"months": None}, "须写明 months"),
        ({"months": [3, 1]}, "从短到长"),
        ({"effects": ["bar_duty"]}, "不是评价机构的处理"),
        ({"effects": ["nothing"]}, "effects"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_mistake_in_the_file_is_named(changed, said):
    with pytest.raises(ValidationError, match=said):
        Sanction.model_validate({**SUSPEND, **changed})


def test_a_key_stands_once():
    twice = [Sanction.model_validate(SUSPEND)] * 2
    with pytest.raises(ValidationError, match="重复的键 x"):
        Rules(
            title="…",
            basis="…",
            certainty="…",
            procedure=RULES.procedure,
            sanctions=tuple(twice),
        )


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), False),  # a month from the last of January
        (date(2026, 1, 31), date(2026, 2, 26), True),
        (date(2026, 7, 1), date(2026, 7, 31), False),
        (date(2026, 7, 1), date(2026, 7, 30), True),
        (date(2026, 7, 1), date(2026, 9, 30), False),
        (date(2026, 7, 1), date(2026, 10, 1), True),
        (date(2026, 7, 1), date(2026, 6, 30), True),
        (None, date(2026, 6, 30), True),
    ],
)
def test_a_period_is_neither_too_short_nor_too_long(since, until, wrong):
    assert bool(Sanction.model_validate(SUSPEND).wrong_period(since, until)) is wrong


def test_two_years_are_two_years():
    chosen = RULES.get("agency_strike_bar")
    assert chosen.wrong_period(date(2026, 7, 1), date(2028, 6, 30)) == ""
    assert "2028-06-30" in chosen.wrong_period(date(2026, 7, 1), date(2028, 6, 29))
