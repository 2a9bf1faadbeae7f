"""What this machine cannot run is left out with its reason and named at the end of the run.

With `REQUIRE_ALL=1` nothing may be left out: every skip, whatever its reason, is a failure.
"""

import ctypes
import gc
import os
import shutil
from collections import Counter

import pytest
from django.conf import settings

# What a test with a browser asks for; `any_screen` asks for the others only when it is set up.
SCREENS = {"playwright", "open_screen", "desktop", "phone", "any_screen"}
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def chromium() -> str | None:
    """Where a Chromium of the system lies; Playwright's own download is never used."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def driver_runs() -> bool:
    """Playwright's driver needs a library that a bare system lacks."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def _lacks() -> dict[str, str]:
    """Mark -> why tests of that mark cannot run here."""
    lacks = {}
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        lacks["postgresql"] = "没有 PostgreSQL（DATABASE_URL 未指向它）"
    if not settings.REDIS_URL:
        lacks["redis"] = "没有 Redis（未设置 REDIS_URL）"
    if not (chromium() and driver_runs()):
        lacks["browser"] = "没有浏览器（apt-get install chromium libatomic1）"
    return lacks


def asks_the_database(item) -> bool:
    """Whether it may: pytest-django refuses a connection to every other test."""
    ways = {"db", "transactional_db", "live_server"}
    return bool(ways & set(item.fixturenames) or item.get_closest_marker("django_db"))


def is_further_case(item) -> bool:
    """Whether it is a test's second or later set of parameters: other values, the same way."""
    return hasattr(item, "callspec") and any(item.callspec.indices.values())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark tests by what they use, skip what cannot run, and put browser tests last: Playwright's
    event loop runs in this thread from the first of them on. A test with a browser is given a
    second try, which the summary names: on a loaded machine a page may come too late."""
    lacks = _lacks()
    for item in items:
        if SCREENS & set(item.fixturenames):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))
        if not asks_the_database(item):
            item.add_marker("without_database")
        elif is_further_case(item):
            item.add_marker("further_case")
        for mark, reason in lacks.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


class BrowserLast:
    """A plugin of its own, since one module holds only one hook of a name."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        # Of either sort the long ones first: begun last, one would be waited for alone.
        items.sort(
            key=lambda item: (
                item.get_closest_marker("browser") is not None,
                item.get_closest_marker("long") is None,
            )
        )


def pytest_collection_finish():
    """What is there by now stays until the end: no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()


def pytest_configure(config):
    config.pluginmanager.register(BrowserLast(), "browser-last")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1，但这一项未运行：{report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter):
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("本机未运行的测试")
        for reason, count in reasons.most_common():
            terminalreporter.line(f"{count} 项：{reason}")
