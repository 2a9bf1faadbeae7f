"""The clocks of a case: which day is the last, what a pause and a new start do, what late means."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework import clocks
from casework.enums import Progress
from casework.models import Deadline
from casework.services import deadlines
from catalogue import workdays
from catalogue.regulations.schema import Deadline as Rule
from config import clock

CALENDAR = workdays.WorkCalendar()  # as published: no year of 2026 is an estimate


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-09-21", 10, "working_days", "2026-10-12"),  # 中秋, 国庆, and a worked Saturday
        ("2026-11-20", 1, "working_days", "2026-11-23"),
        ("2026-11-20", 0, "working_days", "2026-11-20"),
        ("2026-11-20", 10, "days", "2026-11-30"),
        ("2026-11-20", 8, "days", "2026-11-30"),  # a Saturday
        ("2026-09-21", 10, "days", "2026-10-08"),  # 国庆
        ("2026-02-04", 10, "days", "2026-02-14"),  # a Saturday that is worked
        ("2026-12-31", 1, "months", "2027-02-01"),  # a Sunday
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2027-12-31", 2, "months", "2028-02-29"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 3, "years", "2027-03-01"),  # a Sunday
        ("2024-02-29", 4, "years", "2028-02-29"),
    ],
)
def test_the_last_day(start, amount, unit, due):
    assert ends(date.fromisoformat(start), amount, unit) == date.fromisoformat(due)


def ends(start: date, amount: int, unit: str, paused: int = 0) -> date:
    deadline = Deadline(started_on=start, amount=amount, unit=unit, used=paused)
    deadlines.settle(deadline, CALENDAR)
    return deadline.due_on


@given(
    st.dates(date(2010, 1, 1), date(2026, 10, 1)),
    st.integers(1, 60),
    st.sampled_from(["days", "months", "years"]),
    st.integers(0, 40),
)
def test_a_length_in_days_months_or_years_ends_on_no_day_off(start, amount, unit, pause):
    """《民法典》第二百零三条: on its own last day if that is worked, else on the next that is."""
    last = deadlines.last_day(start, amount, unit) + timedelta(pause)
    due = ends(start + timedelta(pause), amount, unit, paused=pause)
    between = [last + timedelta(n) for n in range((due - last).days)]
    assert due >= last
    assert CALENDAR.is_working(due)
    assert not any(CALENDAR.is_working(day) for day in between)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 600))
def test_months_later_is_the_same_day_or_the_months_last(start, months):
    later = deadlines.add_months(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day == start.day or (later.day < start.day and (later + workdays.DAY).day == 1)


def rule(**fields) -> Rule:
    return Rule.model_validate(
        {
            "key": "acceptance",
            "name": "通知是否受理",
            "amount": 10,
            "starts": "filing.submitted",
            "ends": ("filing.accepted", "filing.supplement"),
            "holder": "receiver",
            "default": True,
        }
        | fields
    )


def told(case) -> list[tuple]:
    """Every clock: progress, start, end of the limit, used, late."""
    return [
        (d.progress, f"{d.started_on:%m-%d}", f"{d.due_on:%m-%d}", d.used, d.late_by)
        for d in case.deadlines.order_by("pk")
    ]


def live(case, rules, *story) -> list[tuple]:
    for day, target in story:
        with clock.travel(at(f"2026-{day} 10:00")):
            deadlines.moved(case, rules, target=f"filing.{target}")
    return told(case)


pytestmark = pytest.mark.django_db
DONE, RUNNING, PAUSED = Progress.DONE, Progress.RUNNING, Progress.PAUSED
STORY = (("11-02", "submitted"), ("11-05", "supplement"), ("11-12", "submitted"))


def test_restart_counts_anew_after_the_papers_were_mended(petition):
    assert live(petition, [rule(on_supplement="restart")], *STORY) == [
        (DONE, "11-02", "11-16", 0, 0),
        (RUNNING, "11-12", "11-26", 0, 0),
    ]


def test_pause_counts_on(petition):
    """Three days were used before; seven are left from the 12th."""
    rules = [rule(on_supplement="pause")]
    assert live(petition, rules, *STORY[:2]) == [(PAUSED, "11-02", "11-16", 3, 0)]
    assert petition.due_on is None
    assert live(petition, rules, STORY[2]) == [(RUNNING, "11-12", "11-23", 3, 0)]
    assert petition.due_on == date(2026, 11, 23)


def test_run_takes_no_notice_of_it(petition):
    assert live(petition, [rule(on_supplement="run")], *STORY) == [
        (RUNNING, "11-02", "11-16", 0, 0)
    ]


def test_an_act_that_stays_in_its_state_moves_no_clock(petition):
    again = (("11-02", "submitted"), ("11-04", "submitted"))
    assert live(petition, [rule()], *again) == [(RUNNING, "11-02", "11-16", 0, 0)]
    paused = (("11-05", "supplement"), ("11-09", "supplement"))
    assert live(petition, [rule(on_supplement="pause")], *paused) == [
        (PAUSED, "11-02", "11-16", 3, 0)
    ]


@pytest.mark.parametrize(
    ("ended", "late"), [("11-16", 0), ("11-17", 1), ("11-22", 4), ("11-23", 5)]
)
def test_days_over_the_limit_are_counted(petition, ended, late):
    story = (("11-02", "submitted"), (ended, "accepted"))
    assert live(petition, [rule()], *story) == [(DONE, "11-02", "11-16", 0, late)]


def test_what_was_overdrawn_before_a_pause_stays_overdrawn(petition):
    """12 of 10 days used, a pause, two days more: four days late."""
    rules = [rule(on_supplement="pause", ends=("filing.supplement", "filing.accepted"))]
    story = (("11-02", "submitted"), ("11-18", "supplement"), ("11-25", "submitted"))
    assert live(petition, rules, *story) == [(RUNNING, "11-25", "11-25", 12, 0)]
    assert live(petition, rules, ("11-27", "accepted")) == [(DONE, "11-25", "11-25", 12, 4)]


def test_a_case_that_ends_in_a_pause_is_late_by_what_was_overdrawn_before(petition):
    rules = [rule(on_supplement="pause")]
    live(petition, rules, ("11-02", "submitted"), ("11-18", "supplement"))
    with clock.travel(at("2026-11-30 10:00")):
        deadlines.close(petition)
    assert told(petition) == [(DONE, "11-02", "11-16", 12, 2)]


def test_a_limit_in_months_moves_on_by_its_pause(petition):
    rules = [rule(amount=1, unit="months", on_supplement="pause")]
    assert live(petition, rules, *STORY) == [(RUNNING, "11-09", "12-09", 7, 0)]


def test_what_a_pause_adds_is_not_lost_where_the_limit_ended_on_a_day_off(petition):
    """Ten days from 4 November end on Saturday the 14th; with two days of pause, on Monday."""
    rules = [rule(amount=10, unit="days", on_supplement="pause")]
    story = (("11-04", "submitted"), ("11-05", "supplement"), ("11-07", "submitted"))
    assert live(petition, rules, story[0]) == [(RUNNING, "11-04", "11-16", 0, 0)]
    assert live(petition, rules, *story[1:]) == [(RUNNING, "11-06", "11-16", 2, 0)]
    with clock.travel(at("2026-11-10 10:00")):
        shown = clocks.clock_of(petition.deadlines.get())
    assert (shown.day, shown.total) == (4, 10)


def test_at_least_is_never_late_and_is_no_due_date(petition):
    rules = [rule(bound="at_least", amount=5)]
    assert live(petition, rules, ("11-02", "submitted")) == [(RUNNING, "11-02", "11-09", 0, 0)]
    assert petition.due_on is None
    assert live(petition, rules, ("11-20", "accepted")) == [(DONE, "11-02", "11-09", 0, 0)]


def test_before_is_no_clock_of_this_kind(petition):
    assert live(petition, [rule(bound="before")], ("11-02", "submitted")) == []


def test_a_limit_in_the_next_year_is_an_estimate(petition, monkeypatch):
    monkeypatch.setattr(workdays, "PUBLISHED_YEARS", frozenset(range(2004, 2027)))
    live(petition, [rule(amount=30)], ("12-01", "submitted"))
    assert petition.deadlines.get().estimated


def test_what_a_list_shows_of_a_paused_clock_stands_still(petition):
    live(petition, [rule(on_supplement="pause")], *STORY[:2])
    with clock.travel(at("2026-11-25 10:00")):
        shown = clocks.clock_of(petition.deadlines.get())
    assert (shown.day, shown.total, shown.left) == (3, 10, 7)
