"""The formula as data, and the sum against the words of the formula."""

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from supervision import credit

FIRST = credit.formulas()[0]
KEYS = [rule.key for rule in FIRST.rules]
# What was published is never changed: another formula is another version.
PUBLISHED = {1: "806dd7227ebbeb8d"}


def test_a_published_formula_stays_as_it_is():
    digests = {
        each.version: hashlib.sha256(each.model_dump_json().encode()).hexdigest()[:16]
        for each in credit.formulas()
    }
    assert digests == PUBLISHED


@pytest.mark.clause("LN-14")
@given(st.lists(st.sampled_from(KEYS), max_size=30))
def test_the_sum_is_that_of_its_words(keys):
    """100, and for each rule its points times its events, no more than its limit; between 0 and
    100; the class by the sum, no better than a ceiling."""
    total, ceilings = 100, []
    for rule in FIRST.rules:
        count = sum(key == rule.key for key in keys)
        part = rule.points * count
        if rule.limit:
            part = min(abs(part), rule.limit) * (1 if part > 0 else -1)
        total += part
        ceilings += [rule.ceiling] if count and rule.ceiling else []
    total = max(0, min(100, total))
    earned = "A" if total >= 90 else "B" if total >= 75 else "C" if total >= 60 else "D"
    found = credit.reckon(FIRST, keys)
    assert (found.points, found.grade) == (total, max([earned, *ceilings]))
    assert sum(line.count for line in found.lines) == len(keys)
    assert credit.reckon(credit.read(FIRST.model_dump_json()), reversed(keys)) == found


def test_periods_are_over_and_as_the_formula_divides_the_year():
    found = credit.periods(date(2028, 3, 1))
    assert [(each.key, each.since, each.until) for each in found] == [
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert credit.periods(date(2026, 12, 31)) == []
    assert credit.Period("2026H1", date(2026, 1, 1), date(2026, 6, 30)).label == "2026 年上半年"


def test_half_years(monkeypatch):
    halves = FIRST.model_copy(update={"period": "half"})
    monkeypatch.setattr(credit, "formulas", lambda: (halves,))
    found = credit.periods(date(2027, 2, 1))
    assert [(each.key, each.until) for each in found] == [
        ("2026H2", date(2026, 12, 31)),
        ("2026H1", date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    "odd",
    [
        {"classes": [{"grade": "A", "name": "优秀", "least": 10, "tone": "ok"}]},
        {"rules": [FIRST.rules[0].model_dump()] * 2},
        {"rules": [FIRST.rules[0].model_dump() | {"ceiling": "Z"}]},
        {"unknown": 1},
    ],
)
def test_a_mistake_in_the_file_is_an_error(odd):
    with pytest.raises(ValidationError):
        credit.Formula.model_validate(FIRST.model_dump() | odd)
