"""Limits per address: each act counted once, none forgotten, none forged away."""

from threading import Barrier, Thread

import pytest
from django.core.cache import cache, caches

from ui import limits
from ui.limits import Limit

LIMIT = Limit("try", "3/hour")


pytestmark = pytest.mark.each_pass  # the cache is another in each


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def tries(rf, times: int = 4, **meta) -> list[int]:
    return [LIMIT.seconds_to_wait(rf.get("/", **meta)) for _ in range(times)]


def test_three_an_hour_then_wait(rf):
    *first, wait = tries(rf)
    assert first == [0, 0, 0]
    assert 3590 <= wait <= 3600
    assert Limit("other", "1/day").seconds_to_wait(rf.get("/")) == 0


def test_each_place_falls_free_by_itself(rf, monkeypatch):
    """The wait is until the oldest act is an hour old, not an hour from now."""
    for minutes in (0, 10, 20):
        monkeypatch.setattr(limits.time, "time", lambda at=minutes: 60.0 * at)
        assert LIMIT.seconds_to_wait(rf.get("/")) == 0
    assert LIMIT.seconds_to_wait(rf.get("/")) == 40 * 60


def test_addresses_count_apart_and_an_ipv6_household_as_one(rf):
    assert tries(rf, REMOTE_ADDR="192.0.2.1")[-1] > 0
    assert tries(rf, 1, REMOTE_ADDR="192.0.2.2") == [0]
    assert tries(rf, 3, REMOTE_ADDR="2001:db8::1") == [0, 0, 0]
    assert tries(rf, 1, REMOTE_ADDR="2001:db8::ffff")[0] > 0
    assert tries(rf, 1, REMOTE_ADDR="2001:db8:0:1::1") == [0]


def test_requests_at_the_same_moment_are_all_counted(rf, monkeypatch):
    # One cache for all: what a thread opens for itself stays open when it ends.
    monkeypatch.setattr(limits, "cache", caches["default"])
    start, answers = Barrier(12), []

    def ask():
        request = rf.get("/")
        start.wait()
        answers.append(LIMIT.seconds_to_wait(request))

    threads = [Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers)[:3] == [0, 0, 0]
    assert all(wait > 0 for wait in sorted(answers)[3:])
