"""`@pytest.mark.clause("LC-04")`: which clause of the policies a test exercises end to end.

An id that docs/clauses.toml does not know ends the run. `--clauses` prints the table clause →
tests, and the clauses that no test carries, instead of running anything.
"""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

CLAUSES = Path(__file__).parents[2] / "docs" / "clauses.toml"
TESTS_BY_CLAUSE = pytest.StashKey[dict]()


def documents() -> dict[str, dict]:
    """Prefix -> {"document": its title, "clauses": {id: what the portal must do}}."""
    return tomllib.loads(CLAUSES.read_text(encoding="utf-8"))


def known() -> dict[str, str]:
    return {
        clause: text for part in documents().values() for clause, text in part["clauses"].items()
    }


def pytest_addoption(parser):
    parser.addoption("--clauses", action="store_true", help="print the table clause → tests")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    tests = defaultdict(list)
    for item in items:
        for mark in item.iter_markers("clause"):
            for clause in mark.args:
                tests[clause].append(item.nodeid)
    if unknown := sorted(set(tests) - set(known())):
        raise pytest.UsageError(
            f"docs/clauses.toml 里没有这些条款：{'、'.join(unknown)}（{tests[unknown[0]][0]}）"
        )
    config.stash[TESTS_BY_CLAUSE] = tests
    if config.getoption("clauses"):
        config.hook.pytest_deselected(items=items[:])
        items.clear()


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("clauses"):
        write_table(terminalreporter, config.stash.get(TESTS_BY_CLAUSE, {}))


def write_table(out, tests: dict[str, list[str]]) -> None:
    bare = []
    for part in documents().values():
        out.section(part["document"], sep="-")
        for clause, text in part["clauses"].items():
            out.line(f"{clause}  {text}")
            for name in sorted({nodeid.partition("[")[0] for nodeid in tests.get(clause, [])}):
                out.line(f"       ✓ {name}")
            if clause not in tests:
                bare.append(clause)
    out.section("还没有测试的条款", sep="-")
    for prefix in documents():
        ids = [clause for clause in bare if clause.startswith(prefix)]
        if ids:
            out.line(" ".join(ids))
    out.line(f"共 {len(known())} 条，有测试 {len(known()) - len(bare)} 条，还没有 {len(bare)} 条。")
