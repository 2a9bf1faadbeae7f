"""Entry conditions against a person's history."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.eligibility import (
    Certificate,
    Education,
    Facts,
    Period,
    Title,
    in_words,
    judge,
    months_of,
    whole_months,
)
from catalogue.models import EntryCondition

FILE = Path(__file__).parents[2] / "fixtures" / "catalogue" / "conditions.toml"
ON = date(2026, 11, 22)
BORN = date(1990, 5, 1)
SETS = {
    each["code"]: [EntryCondition(**row) for row in each["conditions"]]
    for each in tomllib.loads(FILE.read_text(encoding="utf-8"))["sets"]
}


def ways(level: int, code: str = "2023") -> list[EntryCondition]:
    return [condition for condition in SETS[code] if condition.level == level]


def facts(**known) -> Facts:
    return Facts(**{"born_on": BORN, **known})


def school(kind: str, stage: str = "graduated", **known) -> Education:
    return Education(kind, stage, **{"related_major": True, **known})


def worked(since: date, until: date | None = None, **known) -> tuple[Period, ...]:
    return (Period(since, until, **known),)


# --- months -------------------------------------------------------------------------------------

days = st.dates(date(2000, 1, 1), date(2027, 12, 31))


@st.composite
def periods(draw) -> Period:
    since = draw(days)
    until = draw(st.none() | st.integers(0, 3000))
    return Period(since, None if until is None else since + timedelta(days=until))


histories = st.lists(periods(), max_size=6)


@given(histories, days)
def test_months_are_never_counted_twice(history, on):
    assert months_of(history * 2, on) == months_of(history, on)


@given(histories, st.integers(1, 400), st.integers(0, 3000), days)
def test_a_job_after_all_others_never_makes_the_sum_smaller(history, gap, length, on):
    last = max((period.until or on for period in history), default=on)
    first = last + timedelta(days=gap)
    extra = Period(first, first + timedelta(days=length))
    assert months_of([*history, extra], on) >= months_of(history, on)


@given(histories, days)
def test_the_sum_does_not_exceed_the_time_that_went_by(history, on):
    first = min((period.since for period in history), default=on)
    assert months_of(history, on) <= whole_months(first, on)


@given(histories, days, st.randoms(use_true_random=False))
def test_the_order_of_the_jobs_does_not_matter(history, on, random):
    shuffled = random.sample(history, len(history))
    assert months_of(shuffled, on) == months_of(history, on)


@given(periods(), days, days)
def test_a_job_split_in_two_counts_the_same(job, cut, on):
    before, after = Period(job.since, cut), Period(cut + timedelta(days=1), job.until)
    split = [p for p in (before, after) if p.until is None or p.until >= p.since]
    if job.since <= cut and (job.until is None or cut < job.until):
        assert months_of(split, on) == months_of([job], on)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], 0),
        ([(date(2021, 11, 22), None)], 60),
        ([(date(2021, 11, 23), None)], 59),
        ([(date(2020, 2, 29), date(2021, 2, 26))], 11),
        ([(date(2020, 2, 29), date(2021, 2, 27))], 12),
        ([(date(2024, 1, 1), date(2024, 1, 30))], 0),
        ([(date(2024, 1, 1), date(2024, 1, 15)), (date(2024, 6, 1), date(2024, 6, 15))], 1),
        ([(date(2024, 1, 1), date(2024, 12, 31)), (date(2024, 7, 1), date(2025, 6, 30))], 18),
        ([(date(2027, 1, 1), None)], 0),
    ],
)
def test_whole_months_and_the_days_that_are_left(history, expected):
    assert months_of([Period(*each) for each in history], ON) == expected


def test_months_in_words():
    assert [in_words(n) for n in (0, 4, 12, 56)] == ["0 个月", "4 个月", "1 年", "4 年 8 个月"]


# --- conditions ---------------------------------------------------------------------------------


def test_the_condition_that_is_met_is_named_with_its_sum():
    verdict = judge(ways(4), facts(work=worked(date(2021, 11, 22))), ON)
    assert verdict.met.text == "累计从事本职业或相关职业工作满5年。"
    assert verdict.months == 60
    assert [(p.asked, p.found) for p in verdict.parts] == [("累计工作满5年", "5 年")]
    assert verdict.nearest is None


def test_what_is_missing_is_said():
    verdict = judge(ways(4), facts(work=worked(date(2022, 3, 22))), ON)
    assert verdict.met is None
    assert verdict.nearest.missing == ["累计工作还差 4 个月"]


def test_unrelated_work_is_not_counted():
    verdict = judge(ways(4), facts(work=worked(date(2010, 1, 1), related=False)), ON)
    assert (verdict.met, verdict.months) == (None, 0)


@pytest.mark.parametrize(
    ("level", "known", "expected"),
    [
        (5, {"engagement": "intending"}, 0),
        (5, {"engagement": "engaged"}, 0),
        (5, {"engagement": ""}, None),
        (5, {"engagement": "engaged", "born_on": date(2010, 11, 23)}, None),
        (5, {"engagement": "engaged", "born_on": date(2010, 11, 22)}, 0),
        (4, {"certificates": (Certificate(5, date(2023, 11, 22)),)}, 1),
        (4, {"certificates": (Certificate(5, date(2023, 12, 22)),)}, None),
        (4, {"certificates": (Certificate(5, date(2020, 1, 1), related=False),)}, None),
        (4, {"certificates": (Certificate(5, None),)}, None),
        (4, {"certificates": (Certificate(3, date(2020, 1, 1)),)}, 1),
        (4, {"education": (school("vocational"),)}, 2),
        (4, {"education": (school("vocational", related_major=False),)}, None),
        (4, {"education": (school("vocational", "final_year"),)}, 2),
        (4, {"education": (school("vocational", "enrolled"),)}, None),
        (4, {"education": (school("vocational", on=date(2027, 6, 1)),)}, None),
        (3, {"titles": (Title("junior", date(2025, 11, 22)),)}, 2),
        (3, {"titles": (Title("senior", date(2025, 11, 22)),)}, 2),
        (3, {"titles": (Title("junior", date(2025, 12, 22)),)}, None),
        (3, {"education": (school("college"),)}, None),
        (3, {"education": (school("college", assessed_programme=True),)}, 5),
        (2, {"titles": (Title("junior", date(2025, 1, 1)),)}, None),
        (2, {"titles": (Title("middle", date(2025, 1, 1)),)}, 2),
    ],
)
def test_each_way_into_a_level(level, known, expected):
    """Everybody here has worked in the occupation since February 2023, so years alone do not do."""
    found = judge(ways(level), facts(**{"work": worked(date(2023, 2, 1)), **known}), ON)
    assert found.met == (None if expected is None else ways(level)[expected])


def test_a_student_needs_the_certificate_for_two_years_and_no_work():
    known = {"education": (Education("technician_class", "enrolled"),)}
    early = judge(ways(2), facts(certificates=(Certificate(3, date(2025, 2, 1)),), **known), ON)
    later = judge(ways(2), facts(certificates=(Certificate(3, date(2024, 11, 22)),), **known), ON)
    assert early.nearest.missing == ["持证还差 3 个月"]
    assert later.met == ways(2)[4]


def test_older_conditions_know_apprentices_and_reserve_technicians():
    apprentice = judge(ways(5, "2018"), facts(apprenticeship=True), ON)
    known = {"work": worked(date(2020, 1, 1)), "education": (school("technician_class"),)}
    reserve = judge(ways(2, "2018"), facts(reserve_technician=True, **known), ON)
    assert apprentice.met.apprenticeship
    assert reserve.met.reserve_technician
