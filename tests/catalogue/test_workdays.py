"""Counting working days: the dates that officials know by heart, and the laws of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import workdays
from catalogue.workdays import (
    WorkCalendar,
    add_working_days,
    deadline,
    is_estimated,
    latest_date_before,
    statutory,
    working_days_between,
)

PUBLISHED = WorkCalendar()
# A plausible notice for 2027: 元旦 with a bridge in December, 春节 eight days, two worked weekends.
NOTICE_2027 = WorkCalendar(
    off=frozenset(
        [
            date(2027, 1, 1),
            *(date(2027, 2, day) for day in range(5, 13)),
            date(2027, 4, 5),
            date(2027, 5, 3),
            date(2027, 6, 9),
            date(2027, 9, 15),
            *(date(2027, 10, day) for day in range(1, 8)),
        ]
    ),
    worked=frozenset([date(2027, 1, 31), date(2027, 2, 13)]),
    announced=frozenset([2027]),
)


@pytest.fixture(scope="module", autouse=True)
def knowledge_of_november_2026():
    """A newer `chinesecalendar` will know 2027; these tables speak of the time before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workdays, "PUBLISHED_YEARS", frozenset(range(2004, 2027)))
        yield


def on(text: str) -> date:
    """`1-4` is that day of 2026; another year is written out."""
    year, month, day = ("2026-" + text if text.count("-") == 1 else text).split("-")
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("11-20", 10, "12-4"),  # from a Friday, two weekends
        ("11-21", 10, "12-4"),  # receipt on a Saturday counts from Monday
        ("11-22", 1, "11-23"),
        ("1-1", 1, "1-4"),  # the Sunday after 元旦 is worked
        ("1-4", 1, "1-5"),
        ("2-13", 1, "2-14"),  # worked Saturday before 春节
        ("2-13", 2, "2-24"),  # then nine days off
        ("2-14", 5, "2-28"),  # 24 to 27, and the worked Saturday
        ("2-27", 2, "3-2"),
        ("4-3", 1, "4-7"),  # 清明, Monday off
        ("4-30", 4, "5-9"),  # 6, 7, 8 and the worked Saturday
        ("6-18", 1, "6-22"),  # 端午
        ("9-18", 1, "9-20"),  # worked Sunday before 国庆
        ("9-24", 3, "9-30"),  # 中秋 on Friday
        ("9-30", 3, "10-10"),  # 8, 9 and the worked Saturday
        ("9-30", 4, "10-12"),
        ("2025-9-30", 2, "2025-10-10"),  # eight days off in 2025
        ("11-21", 0, "11-21"),
    ],
)
def test_adding_working_days_in_announced_years(start, days, end):
    assert add_working_days(on(start), days, calendar=PUBLISHED) == on(end)
    assert not is_estimated(on(start), on(end), calendar=PUBLISHED)


@pytest.mark.parametrize("day", ["1-4", "2-14", "2-28", "5-9", "9-20", "10-10"])
def test_make_up_weekends_of_2026_are_worked(day):
    assert on(day).weekday() >= 5
    assert PUBLISHED.is_working(on(day))


@pytest.mark.parametrize(
    ("start", "days", "estimate", "announced"),
    [
        ("12-25", 10, "2027-1-11", "2027-1-11"),  # both: 元旦 off, no December bridge
        ("2027-1-28", 5, "2027-2-4", "2027-2-3"),  # Sunday 31 January turns out to be worked
        ("2027-2-4", 1, "2027-2-11", "2027-2-13"),  # 补假 until the 10th; the notice bridges on
        ("2027-4-30", 1, "2027-5-5", "2027-5-4"),
        ("2027-9-30", 1, "2027-10-6", "2027-10-8"),
    ],
)
def test_an_unannounced_year_is_estimated_and_flagged_until_it_is_loaded(
    start, days, estimate, announced
):
    start = on(start)
    assert add_working_days(start, days, calendar=PUBLISHED) == on(estimate)
    assert add_working_days(start, days, calendar=NOTICE_2027) == on(announced)
    assert is_estimated(start, on(estimate), calendar=PUBLISHED)
    assert not is_estimated(start, on(announced), calendar=NOTICE_2027)


def test_the_statutory_dates_of_2027_are_the_known_ones():
    assert {f"{d.month}-{d.day}": name for d, name in statutory(2027).items()} == {
        "1-1": "元旦",
        "2-5": "农历除夕",
        "2-6": "春节",
        "2-7": "春节",
        "2-8": "春节",
        "2-9": "春节（补假）",
        "2-10": "春节（补假）",
        "4-5": "清明节",
        "5-1": "劳动节",
        "5-2": "劳动节",
        "5-3": "劳动节（补假）",
        "5-4": "劳动节（补假）",
        "6-9": "端午节",
        "9-15": "中秋节",
        "10-1": "国庆节",
        "10-2": "国庆节",
        "10-3": "国庆节",
        "10-4": "国庆节（补假）",
        "10-5": "国庆节（补假）",
    }


def test_statutory_dates_of_an_announced_year_leave_bridging_days_out():
    assert date(2026, 2, 20) not in statutory(2026)
    assert [d.day for d, name in statutory(2026).items() if d.month == 2] == [16, 17, 18, 19]


def test_the_table_wins_over_the_package():
    moved = WorkCalendar(off=frozenset([on("11-23")]), announced=frozenset([2026]))
    assert add_working_days(on("11-20"), 1, calendar=moved) == on("11-24")
    assert PUBLISHED.is_working(on("2-14"))
    assert not moved.is_working(on("2-14"))


def test_a_december_day_of_the_next_years_notice_counts():
    notice = WorkCalendar(
        off=frozenset([date(2018, 12, 31)]),
        worked=frozenset([date(2018, 12, 29)]),
        announced=frozenset([2019]),
    )
    assert working_days_between(date(2018, 12, 28), date(2018, 12, 31), calendar=notice) == 1


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("11-20", "12-4", 10),
        ("11-20", "11-20", 0),
        ("11-20", "11-22", 0),
        ("12-4", "11-20", -10),
        ("11-22", "11-21", 0),
        ("2-13", "2-24", 2),
    ],
)
def test_counting(start, end, days):
    assert working_days_between(on(start), on(end), calendar=PUBLISHED) == days


@pytest.mark.parametrize(
    ("end", "days", "latest"),
    [
        ("12-14", 5, "12-7"),  # assessment on a Monday: filed by the Monday before
        ("12-12", 5, "12-6"),  # on a Saturday: five worked days lie after Sunday the 6th
        ("10-9", 5, "9-27"),  # 28, 29, 30, 8, 9
        ("12-14", 0, "12-14"),
    ],
)
def test_the_last_day_in_time(end, days, latest):
    assert latest_date_before(on(end), days, calendar=PUBLISHED) == on(latest)


@pytest.mark.parametrize("function", [add_working_days, latest_date_before])
@pytest.mark.parametrize(
    ("day", "days", "said"),
    [
        ("11-20", -1, "工作日天数应为 0 至 10000 的整数，现为 -1。"),
        ("11-20", 10_001, "工作日天数应为 0 至 10000 的整数，现为 10001。"),
    ],
)
def test_absurd_limits_are_refused_in_chinese(function, day, days, said):
    with pytest.raises(ValueError, match=said):
        function(on(day), days, calendar=PUBLISHED)


@pytest.mark.parametrize("function", [add_working_days, latest_date_before])
@pytest.mark.parametrize("days", [1.5, 1.0, "3", None, True])
def test_what_is_no_whole_number_is_refused_at_once(function, days):
    with pytest.raises(TypeError, match=f"工作日天数应为整数，现为 {days!r}。"):
        function(on("11-20"), days, calendar=PUBLISHED)


@pytest.mark.parametrize(
    ("function", "day"),
    [
        (add_working_days, date(9999, 12, 30)),
        (latest_date_before, date.min),
        (latest_date_before, date(1, 1, 5)),
    ],
)
def test_the_ends_of_the_calendar_are_told(function, day):
    with pytest.raises(ValueError, match="日期超出可以计算的范围。"):
        function(day, 9, calendar=PUBLISHED)


def test_the_last_of_all_days_has_a_day_before_it():
    assert latest_date_before(date.max, 1, calendar=PUBLISHED) == date(9999, 12, 30)


def test_a_moment_is_no_date():
    with pytest.raises(TypeError, match="工作日按日期计算"):
        add_working_days(datetime(2026, 11, 20, tzinfo=UTC), 1, calendar=PUBLISHED)


@pytest.mark.parametrize(
    ("today", "day", "left", "standing"),
    [
        ("11-20", 0, 10, "还剩 10 个工作日"),
        ("12-1", 7, 3, "还剩 3 个工作日"),
        ("12-4", 10, 0, "今天到期"),
        ("12-8", 12, -2, "已逾期 2 个工作日"),
    ],
)
def test_the_clock_of_a_ten_day_limit(today, day, left, standing):
    clock = deadline(on("11-20"), 10, today=on(today), calendar=PUBLISHED)
    assert (clock.day, clock.total, clock.left, clock.standing) == (day, 10, left, standing)
    assert clock.due_on == on("12-4")
    assert not clock.estimated


def test_the_clock_stops_with_the_act_and_flags_an_estimate():
    stopped = deadline(on("11-20"), 10, stopped_on=on("12-1"), calendar=PUBLISHED)
    assert (stopped.day, stopped.standing, stopped.estimated) == (7, "按期办结", False)
    crossing = deadline(on("12-25"), 10, today=on("12-25"), calendar=PUBLISHED)
    assert (crossing.due_on, crossing.estimated) == (on("2027-1-11"), True)
    announced = deadline(on("12-25"), 10, today=on("12-25"), calendar=NOTICE_2027)
    assert not announced.estimated


days = st.dates(date(2019, 1, 1), date(2029, 12, 31))
counts = st.integers(0, 60)
calendars = st.sampled_from([PUBLISHED, NOTICE_2027])
DAY = timedelta(days=1)


@given(days, counts, calendars)
def test_adding_then_counting_gives_the_number_back(start, count, calendar):
    end = add_working_days(start, count, calendar=calendar)
    assert working_days_between(start, end, calendar=calendar) == count
    assert working_days_between(end, start, calendar=calendar) == -count


@given(days, counts, counts, calendars)
def test_more_days_end_later(start, fewer, more, calendar):
    fewer, more = sorted((fewer, more))
    earlier = add_working_days(start, fewer, calendar=calendar)
    later = add_working_days(start, more, calendar=calendar)
    assert (earlier < later) if fewer < more else (earlier == later)


@given(days, st.integers(0, 40), counts, calendars)
def test_a_later_receipt_ends_no_earlier(start, later, count, calendar):
    after = start + DAY * later
    assert add_working_days(start, count, calendar=calendar) <= add_working_days(
        after, count, calendar=calendar
    )


@given(days, st.integers(1, 60), calendars)
def test_no_deadline_falls_on_a_day_off(start, count, calendar):
    assert calendar.is_working(add_working_days(start, count, calendar=calendar))


@given(days, counts, calendars)
def test_the_last_day_in_time_is_in_time_and_the_next_is_not(end, count, calendar):
    latest = latest_date_before(end, count, calendar=calendar)
    assert working_days_between(latest, end, calendar=calendar) >= count
    assert working_days_between(latest + DAY, end, calendar=calendar) < count or count == 0


@given(days, days, days, calendars)
def test_counting_is_additive(first, second, third, calendar):
    first, second, third = sorted((first, second, third))
    parts = working_days_between(first, second, calendar=calendar) + working_days_between(
        second, third, calendar=calendar
    )
    assert working_days_between(first, third, calendar=calendar) == parts
