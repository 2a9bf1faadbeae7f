"""The colour and the words of a deadline."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.clocks import Clock

DAY = date(2026, 11, 23)


def clock(day: int, total: int, *, stopped: bool = False) -> Clock:
    return Clock(day=day, total=total, due_on=DAY, stopped_on=DAY if stopped else None)


@pytest.mark.parametrize(
    ("day", "total", "tone", "standing"),
    [
        (0, 10, "ok", "还剩 10 个工作日"),
        (6, 10, "ok", "还剩 4 个工作日"),
        (7, 10, "warn", "还剩 3 个工作日"),
        (10, 10, "warn", "今天到期"),
        (11, 10, "danger", "已逾期 1 个工作日"),
        (2, 3, "warn", "还剩 1 个工作日"),
        (26, 30, "ok", "还剩 4 个工作日"),
        (27, 30, "warn", "还剩 3 个工作日"),
    ],
)
def test_a_running_deadline(day, total, tone, standing):
    assert (clock(day, total).tone, clock(day, total).standing) == (tone, standing)


@pytest.mark.parametrize(
    ("day", "tone", "standing"),
    [(3, "ok", "按期办结"), (10, "ok", "按期办结"), (12, "danger", "逾期 2 个工作日办结")],
)
def test_a_deadline_that_was_met_or_missed_stays_so(day, tone, standing):
    done = clock(day, 10, stopped=True)
    assert (done.tone, done.standing) == (tone, standing)


@pytest.mark.parametrize(
    ("day", "stopped", "standing"),
    [
        (2, False, "还剩 3 个工作日"),
        (5, False, "今天期满"),
        (6, False, "期限已满"),
        (6, True, "已结束"),
    ],
)
def test_what_lasts_at_least_so_long_is_never_late(day, stopped, standing):
    seen = replace(clock(day, 5, stopped=stopped), at_least=True)
    assert (seen.tone, seen.standing) == ("ok", standing)


@given(day=st.integers(0, 400), total=st.integers(1, 200), stopped=st.booleans())
def test_red_means_late_and_nothing_else_does(day, total, stopped):
    seen = clock(day, total, stopped=stopped)
    assert (seen.tone == "danger") == (day > total) == ("逾期" in seen.standing)
