"""From marks to 合格: no way round a subject that was not passed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.enums import Outcome, SubjectOutcome
from results.judging import GOOD, Given, MissingError, Needed, average, judge

SUBJECTS = ("theory", "practice", "review")
MARKS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
NEEDED = st.builds(Needed, subject=st.just(""), pass_mark=MARKS, waived=st.booleans())
GIVEN = st.builds(
    Given,
    mark=MARKS,
    absent=st.booleans(),
    void=st.sampled_from(["", "该科目成绩无效"]),
    exempt=st.sampled_from(["", "免考：特殊工种"]),
    carried=st.none() | MARKS,
)
CASES = st.lists(st.tuples(NEEDED, GIVEN), min_size=1, max_size=3).map(
    lambda pairs: (
        [replace(needed, subject=kind) for kind, (needed, _) in zip(SUBJECTS, pairs, strict=False)],
        {kind: each for kind, (_, each) in zip(SUBJECTS, pairs, strict=False)},
    )
)
SAT = st.dictionaries(st.sampled_from(SUBJECTS), MARKS, min_size=1)


def of(marks: dict) -> Outcome:
    needed = [Needed(kind, Decimal(60)) for kind in marks]
    return judge(needed, {kind: Given(mark) for kind, mark in marks.items()}).outcome


@given(CASES)
def test_who_qualifies_has_passed_or_need_not_sit_every_subject(case):
    needed, given_ = case
    judged = judge(needed, given_)
    good = all(each.outcome in GOOD for each in judged.subjects)
    assert (judged.outcome == Outcome.QUALIFIED) == good
    assert [each.subject for each in judged.subjects] == [each.subject for each in needed]


@given(CASES, st.data())
def test_a_subject_failed_absent_or_void_leads_to_no_pass(case, data):
    needed, given_ = case
    struck = data.draw(st.sampled_from(needed)).subject
    worse = data.draw(
        st.sampled_from([Given(mark=Decimal(0)), Given(absent=True), Given(void="作弊")])
    )
    needed = [
        replace(each, waived=False, pass_mark=Decimal(60)) if each.subject == struck else each
        for each in needed
    ]
    assert judge(needed, given_ | {struck: worse}).outcome == Outcome.UNQUALIFIED


@given(CASES, st.data())
def test_what_is_void_stays_so_whatever_else_is_said(case, data):
    needed, given_ = case
    struck = data.draw(st.sampled_from(needed)).subject
    judged = judge(needed, given_ | {struck: replace(given_[struck], void="全部科目成绩无效")})
    assert judged.outcome == Outcome.UNQUALIFIED


@given(SAT, st.data())
def test_a_higher_mark_never_does_harm(marks, data):
    kind = data.draw(st.sampled_from(sorted(marks)))
    higher = marks | {kind: data.draw(MARKS.filter(lambda mark: mark >= marks[kind]))}
    assert of(marks) == Outcome.UNQUALIFIED or of(higher) == Outcome.QUALIFIED


@given(CASES, st.randoms())
def test_the_order_of_subjects_does_not_matter(case, random):
    needed, given_ = case
    mixed = list(needed)
    random.shuffle(mixed)
    one, other = judge(needed, given_), judge(mixed, given_)
    assert one.outcome == other.outcome
    assert set(one.subjects) == set(other.subjects)


@given(SAT)
def test_nothing_is_averaged_across_subjects(marks):
    assert (of(marks) == Outcome.QUALIFIED) == (min(marks.values()) >= 60)


def test_a_subject_of_which_nothing_is_known_is_not_judged():
    with pytest.raises(MissingError):
        judge([Needed("theory", Decimal(60))], {})


def test_an_item_without_subjects_asks_for_none():
    assert judge([], {}).outcome == Outcome.QUALIFIED


@pytest.mark.parametrize(
    ("given_", "outcome", "mark"),
    [
        (Given(Decimal("60.0")), SubjectOutcome.PASSED, Decimal(60)),
        (Given(Decimal("59.9")), SubjectOutcome.FAILED, Decimal("59.9")),
        (Given(absent=True), SubjectOutcome.ABSENT, None),
        (Given(Decimal(90), void="替考"), SubjectOutcome.VOID, Decimal(90)),
        (Given(exempt="特殊工种"), SubjectOutcome.EXEMPT, None),
        (Given(carried=Decimal(71)), SubjectOutcome.CARRIED, Decimal(71)),
    ],
)
def test_each_way_a_subject_comes_out(given_, outcome, mark):
    subject = judge([Needed("theory", Decimal(60))], {"theory": given_}).subjects[0]
    assert (subject.outcome, subject.mark) == (outcome, mark)


@pytest.mark.parametrize(
    ("marks", "rule", "expected"),
    [
        ([60, 59, 61], "mean", "60.0"),
        ([59, 60, 61, 100, 10], "mean", "58.0"),
        ([59, 60, 61, 100, 10], "trimmed", "60.0"),
        ([10, 60, 100, 61], "trimmed", "57.8"),  # four: nobody is left out; 57.75 up
        (["59.9", "59.9", "60.1"], "mean", "60.0"),
        (["59.9", "60.0"], "mean", "60.0"),  # 59.95 up, and it passes
        (["59.9", "59.9", "60.0"], "mean", "59.9"),
        ([100, 100, 100, 0, 0, 0], "trimmed", "50.0"),
    ],
)
def test_what_a_panel_comes_to(marks, rule, expected):
    assert average([Decimal(mark) for mark in marks], rule) == Decimal(expected)


@given(st.lists(MARKS, min_size=1, max_size=9), st.sampled_from(["mean", "trimmed"]), st.randoms())
def test_an_average_lies_between_and_has_one_decimal_in_any_order(marks, rule, random):
    found = average(marks, rule)
    mixed = list(marks)
    random.shuffle(mixed)
    assert min(marks) <= found <= max(marks)
    assert found == found.quantize(Decimal("0.1")) == average(mixed, rule)


def test_of_nobody_there_is_no_average():
    with pytest.raises(ValueError, match="no marks"):
        average([], "mean")
