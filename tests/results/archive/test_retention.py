"""Until when things are kept: never shorter than any rule, month ends and 29 February right."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import regulations
from catalogue.regulations.basis import Amount
from catalogue.regulations.schema import Retention
from results.enums import ArchiveForm
from results.retention import basis, kept_until, longest

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
FORMS = st.sampled_from(ArchiveForm)


def rules(paper: int, electronic: int, video: int) -> Retention:
    amounts = [Amount(value=value, default=True) for value in (paper, electronic, video)]
    return Retention(paper_years=amounts[0], electronic_years=amounts[1], video_months=amounts[2])


RULES = st.builds(rules, st.integers(1, 30), st.integers(1, 30), st.integers(1, 120))


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
@pytest.mark.parametrize(
    ("regulation", "form", "until"),
    [
        ("liaocheng-enterprise", "paper", date(2029, 6, 4)),
        ("liaocheng-enterprise", "video", date(2026, 12, 4)),
        ("liaoning-enterprise", "paper", date(2029, 6, 4)),
        ("liaoning-enterprise", "electronic", date(2031, 6, 4)),
        ("liaoning-enterprise", "video", date(2031, 6, 4)),
        ("hebei-commissioned", "paper", date(2029, 6, 4)),
        ("hebei-commissioned", "electronic", date(2031, 6, 4)),
    ],
)
def test_the_terms_of_the_documents(regulation, form, until):
    own = [regulations.get(regulation).retention]
    assert kept_until(ArchiveForm(form), own, made_on=date(2026, 6, 4)) == until


@pytest.mark.parametrize(
    ("made", "form", "until"),
    [
        (date(2024, 2, 29), "paper", date(2027, 2, 28)),
        (date(2025, 8, 31), "video", date(2026, 2, 28)),
        (date(2023, 8, 31), "video", date(2024, 2, 29)),
        (date(2026, 12, 31), "video", date(2027, 6, 30)),
        (date(2024, 2, 29), "electronic", date(2028, 2, 29)),
    ],
)
def test_month_ends_and_leap_days(made, form, until):
    assert kept_until(ArchiveForm(form), [rules(3, 4, 6)], made_on=made) == until


@given(FORMS, RULES, DAYS, DAYS)
def test_the_later_of_both_days_counts(form, own, made, ended):
    found = kept_until(form, [own], made_on=made, ended_on=ended)
    assert found == max(kept_until(form, [own], made_on=day) for day in (made, ended))


@given(FORMS, st.lists(RULES, min_size=1, max_size=4), DAYS)
def test_of_several_rules_the_longest_counts(form, several, made):
    found = kept_until(form, several, made_on=made)
    assert found == max(kept_until(form, [each], made_on=made) for each in several)


@given(FORMS, RULES, DAYS)
def test_a_term_is_never_short_of_its_months(form, own, made):
    months, _ = longest(form, [own])
    until = kept_until(form, [own], made_on=made)
    passed = (until.year - made.year) * 12 + until.month - made.month
    assert passed == months
    assert until.day == made.day or ((until + timedelta(1)).day == 1 and until.day < made.day)


def test_the_basis_says_the_rule():
    own = [regulations.get("liaocheng-enterprise").retention]
    said = [basis(form, own) for form in ArchiveForm]
    assert said == [
        "纸质材料保管不少于 3 年（提纲 七 材料整理归档）",
        "电子材料保管不少于 5 年（本系统默认）",
        "视频材料保管不少于 6 个月（提纲 七 材料整理归档）",
    ]
