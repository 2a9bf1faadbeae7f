"""Worlds that many tests begin with are built once and come back by a rollback.

    @kept
    def world():
        return build()

is a fixture `world`, whose rows lie in a savepoint below that of the test. As long as the tests
that follow begin with the same worlds, nothing is built again; each gets a copy of its own of what
the function answered. A kept world may stand on others: it names them as parameters.

Tests with transactions of their own (`transactional_db`, `live_server`) find their worlds
committed: built once, and on PostgreSQL laid down from a copy of the tables from then on. A fixture
of a wider scope that writes rows depends on `nothing_kept`, or would lie inside a world.
"""

import inspect
import pickle
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import TestCase

from tests.plugins.flushing import with_rows

BUILDERS: dict[str, Callable] = {}


def kept(build: Callable):
    """The decorator: a fixture of the function's name, built once and kept while it is wanted."""
    name = build.__name__
    BUILDERS[name] = build

    def copy(kept_worlds):
        return kept_worlds(name)

    copy.__doc__, copy.keeps = build.__doc__, name
    return pytest.fixture(name=name)(copy)


class Worlds(dict):
    """Name -> what was built; what is not there yet is built when it is asked for."""

    def __call__(self, name: str):
        if name not in self:
            self[name] = BUILDERS[name](*map(self, standing_on(name)))
        return self[name]


class Stack:
    """The savepoints that are open, from the outermost inwards, with what was built in them."""

    def __init__(self):
        self.names: list[str] = []
        self._undo: list[tuple[dict, int]] = []  # with how deep the transaction is there
        self._built = [pickle.dumps(Worlds())]  # one more than names: the worlds up to there
        self._session = None

    def become(self, wanted: list[str]) -> None:
        """Undo what the next test does not begin with, then build what it lacks."""
        if self.names and connection.connection is not self._session:
            self._forget()  # a test has closed the connection: everything is undone already
        while self.names != wanted[: len(self.names)]:
            self._pop()
        for name in wanted[len(self.names) :]:
            self._push(name)

    def worlds(self) -> Worlds:
        """New objects, which know one another as those did that were built."""
        return pickle.loads(self._built[-1])  # noqa: S301 - our own

    def _push(self, name: str) -> None:
        worlds, undo = self.worlds(), TestCase._enter_atomics()
        try:
            worlds(name)
            self._built.append(pickle.dumps(worlds))
        except BaseException:
            TestCase._rollback_atomics(undo)
            raise
        self.names.append(name)
        self._undo.append((undo, len(connection.atomic_blocks)))
        self._session = connection.connection

    def _pop(self) -> None:
        undo, depth = self._undo[-1]
        if len(connection.atomic_blocks) != depth:
            raise RuntimeError("A fixture of a wider scope writes without `nothing_kept`.")
        for kept_up_to_here in (self.names, self._built, self._undo):
            kept_up_to_here.pop()
        TestCase._rollback_atomics(undo)

    def _forget(self) -> None:
        self.names.clear()
        self._undo.clear()
        del self._built[1:]


STACK = Stack()


class Committed:
    """Worlds for tests with transactions of their own, each with the rows that it left."""

    def __init__(self):
        self._copies: dict[tuple[str, ...], tuple[bytes, dict[str, bytes]]] = {}

    def worlds(self, wanted: list[str]) -> Worlds:
        """These worlds in tables that were empty; where they were not, all is built as ever."""
        key, copying = tuple(wanted), connection.vendor == "postgresql" and not rows_of_tables()
        if copying and key in self._copies:
            built, rows = self._copies[key]
            lay_down(rows)
            return pickle.loads(built)  # noqa: S301 - our own
        worlds = Worlds()
        for name in wanted:
            worlds(name)
        if copying:
            self._copies[key] = pickle.dumps(worlds), rows_of_tables()
        return worlds


def rows_of_tables() -> dict[str, bytes]:
    """Table -> all that it holds, for those that hold anything."""
    copies = {}
    with connection.cursor() as cursor:
        for table in with_rows(cursor):
            copy = BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', copy)
            copies[table] = copy.getvalue()
    return copies


def lay_down(rows: dict[str, bytes]) -> None:
    """Put the rows back as a replica would, past triggers and in any order."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, copy in rows.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(copy))


COMMITTED = Committed()


def standing_on(name: str) -> list[str]:
    return list(inspect.signature(BUILDERS[name]).parameters)


def with_those_below(name: str) -> list[str]:
    return [*(part for one in standing_on(name) for part in with_those_below(one)), name]


def has_own_transactions(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
        or (mark and mark.kwargs.get("transaction"))
    )


def wanted_by(item) -> list[str]:
    """The kept worlds that a test begins with, those below first."""
    # The last fixture of a name counts: a module may have one that is its own and not kept.
    last = {name: found[-1].func for name, found in item._fixtureinfo.name2fixturedefs.items()}
    names = [name for name in BUILDERS if hasattr(last.get(name), "keeps")]
    return list(dict.fromkeys(part for name in names for part in with_those_below(name)))


@pytest.fixture(scope="session")
def keep(django_db_setup, django_db_blocker) -> Iterator[Callable[[list[str]], None]]:
    """`keep(names)`: from now on these worlds are there, and no others."""

    def become(names: list[str]) -> None:
        with django_db_blocker.unblock():
            STACK.become(names)

    yield become
    become([])


@pytest.fixture(scope="module")
def nothing_kept(keep) -> Iterator[None]:
    """Before and after a module whose own rows come below those of its tests."""
    keep([])
    yield
    keep([])


@pytest.fixture
def what_is_kept(request, keep) -> None:
    keep([] if has_own_transactions(request.node) else wanted_by(request.node))


@pytest.fixture
def _django_db_helper(what_is_kept, _django_db_helper):
    """pytest-django's own, in whose place this stands, begins the transaction of the test."""


@pytest.fixture
def kept_worlds(request, db) -> Worlds:
    """`kept_worlds(name)`: what was built, a copy for this test."""
    if has_own_transactions(request.node):
        return COMMITTED.worlds(wanted_by(request.node))
    return STACK.worlds()
