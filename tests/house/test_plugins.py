"""The runs themselves: what is left out is named, and every clause carried exists."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.plugins import clauses, leaving_out

TESTS = """
import pytest

@pytest.mark.postgresql
@pytest.mark.clause("LC-04", "JS-04")
def test_race(): pass

@pytest.mark.skipif(True, reason="今天不行")
def test_never(): pass

@pytest.mark.clause("LC-05")
@pytest.mark.parametrize("n", [1, 2])
def test_plain(n): pass
"""
OFF = ("-p", "no:randomly", "-p", "no:django", "-p", "no:playwright")
NO_POSTGRESQL = "没有 PostgreSQL（DATABASE_URL 未指向它）"


@pytest.fixture
def run(pytester, monkeypatch):
    """Runs `TESTS` with both plug-ins as a run of its own."""
    pytester.makeini(
        "[pytest]\nmarkers =\n    clause(ids)\n    postgresql\n    browser\n    without_database\n"
    )
    pytester.makepyfile(TESTS)
    without_postgresql = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    monkeypatch.setattr(settings, "DATABASES", without_postgresql)

    def run_(*args, require_all=False):
        monkeypatch.setattr(leaving_out, "REQUIRE_ALL", require_all)
        plugins = ("-p", "tests.plugins.leaving_out", "-p", "tests.plugins.clauses")
        return pytester.runpytest_inprocess(*plugins, *OFF, *args)

    return run_


def test_what_is_left_out_is_named_with_its_reason(run):
    result = run()
    result.assert_outcomes(passed=2, skipped=2)
    result.stdout.fnmatch_lines_random([f"1 项：{NO_POSTGRESQL}", "1 项：今天不行"])


def test_where_all_is_required_leaving_out_is_a_failure(run):
    result = run(require_all=True)
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines([f"*REQUIRE_ALL=1，但这一项未运行：*{NO_POSTGRESQL}*"])


def test_a_browser_is_looked_for_on_this_machine_only(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert leaving_out.chromium() is None
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert leaving_out.chromium() == "/usr/bin/chromium"


def test_the_table_names_each_test_once_and_the_clauses_without_one(run):
    output = run("--clauses").stdout.str()
    lines = [line for line in output.splitlines() if re.match(r"LC-0[45]|       ✓", line)]
    texts = clauses.known()
    assert lines == [
        f"LC-04  {texts['LC-04']}",
        "       ✓ test_the_table_names_each_test_once_and_the_clauses_without_one.py::test_race",
        f"LC-05  {texts['LC-05']}",
        "       ✓ test_the_table_names_each_test_once_and_the_clauses_without_one.py::test_plain",
        "       ✓ test_the_table_names_each_test_once_and_the_clauses_without_one.py::test_race",
    ]
    assert f"共 77 条，有测试 3 条，还没有 {77 - 3} 条。" in output


def test_an_unknown_clause_ends_the_run(run, pytester):
    pytester.makepyfile(test_bad="import pytest\n@pytest.mark.clause('LC-99')\ndef test_x(): pass")
    result = run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*没有这些条款：LC-99*"])


def test_the_list_holds_every_clause_of_the_five_policies():
    """LC-01 to LC-23 and so on: no gap, no other."""
    counts = {"LC": 23, "LN": 17, "JS": 14, "HB": 9, "SD": 14}
    assert set(clauses.known()) == {
        f"{prefix}-{number:02}" for prefix, last in counts.items() for number in range(1, last + 1)
    }


def test_the_readme_names_every_command_of_the_makefile():
    root = Path(settings.BASE_DIR)
    targets = re.findall(r"^([a-z]+):.*##", (root / "Makefile").read_text(), re.M)
    named = re.findall(r"`make ([a-z]+)`", (root / "README.md").read_text())
    assert sorted(set(named)) == sorted(targets)
