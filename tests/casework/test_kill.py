"""Kill -9 of worker, web server and beat in the middle of a job: every effect exactly once.

A whole portal of its own under `manage.py up`, on the database and broker of this run: SQLite and
files, or PostgreSQL and Redis. Waiting is polling with a deadline.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.portal.test_up import alive, command, descendants, fetch, parent, until

pytestmark = pytest.mark.each_pass
ITEMS = 10
PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from accounts.models import User
from casework.services import jobs
from tests.casework.working.kinds import POISON, SLOW
author = User.objects.create_user("author")
jobs.start(SLOW, [{{"n": n, "seconds": 0.5}} for n in range({ITEMS})], created_by=author)
jobs.start(POISON, [{{}}], created_by=author)
"""
PARTS = {"worker": b"\0worker\0", "web": b"\0granian\0", "beat": b"\0beat\0"}


@dataclass
class Store:
    """The database of the portal that is killed, read from outside."""

    url: str
    connect: object

    def rows(self, query: str) -> list[tuple]:
        try:
            with closing(self.connect()) as database, closing(database.cursor()) as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        except sqlite3.OperationalError:  # locked just now: the next look will do
            return []

    def count(self, query: str) -> int:
        return next(iter(self.rows(f"SELECT COUNT(*) FROM {query}")), (0,))[0]  # noqa: S608


@pytest.fixture
def store(tmp_path):
    if connection.vendor == "sqlite":
        path = tmp_path / "portal.sqlite3"
        yield Store(f"sqlite:///{path}", lambda: sqlite3.connect(path))
        return
    told = connection.settings_dict
    where = {"host": told["HOST"], "port": told["PORT"] or 5432, "user": told["USER"]}
    where |= {"password": told["PASSWORD"]}
    name = f"{told['NAME']}_killed"
    with closing(psycopg2.connect(dbname="postgres", **where)) as server:
        server.autocommit = True
        server.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.cursor().execute(f'CREATE DATABASE "{name}"')
        user = f"{where['user']}:{where['password']}".rstrip(":")
        yield Store(
            f"postgres://{user}@{where['host']}:{where['port']}/{name}",
            lambda: psycopg2.connect(dbname=name, **where),
        )
        server.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class Portal:
    process: subprocess.Popen
    output: Path
    address: str
    fallen: dict[str, int] = field(default_factory=dict)

    def part(self, name: str) -> int | None:
        """The process of a part that `up` itself has started."""
        for pid in descendants(self.process.pid):
            try:
                if PARTS[name] in command(pid) and parent(pid) == self.process.pid:
                    return pid
            except OSError:
                continue
        return None

    def kill(self, name: str, when) -> None:
        """Kill a part as soon as `when()` is true; `up` puts another there (`raised`)."""
        self.fallen[name] = until(lambda: self.part(name), 60)
        until(when, 60)
        os.kill(self.fallen[name], signal.SIGKILL)

    def raised(self) -> bool:
        """Whether there is another in the place of each that was killed."""
        return all(self.part(name) not in (None, pid) for name, pid in self.fallen.items())

    def answers(self) -> bool:
        try:
            return fetch(f"{self.address}/healthz")[0] == 200
        except OSError:
            return False


@pytest.fixture
def portal(store, tmp_path):
    """A portal with two jobs waiting, started."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.casework.working.settings",
        "DATABASE_URL": store.url,
        "REDIS_URL": settings.REDIS_URL,
        "VAR_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "LOG_LEVEL": "WARNING",
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    python = {"cwd": settings.BASE_DIR, "env": environment}
    subprocess.run([sys.executable, "-c", PREPARE], check=True, **python)  # noqa: S603
    output = tmp_path / "output"
    up = [sys.executable, "manage.py", "up", f"--port={port}", "--workers=1"]
    with output.open("w") as file:
        process = subprocess.Popen(up, stdout=file, stderr=subprocess.STDOUT, **python)  # noqa: S603
    yield Portal(process, output, f"http://127.0.0.1:{port}")
    left = descendants(process.pid)
    process.kill()
    process.wait()
    for pid in filter(alive, left):
        os.kill(pid, signal.SIGKILL)


def test_whatever_is_killed_in_mid_job_every_effect_is_there_exactly_once(portal, store):
    item = "casework_jobitem item JOIN casework_job job ON job.id = item.job_id"
    running = f"SELECT item.id FROM {item} WHERE job.kind = 'slow' AND item.status = 'running'"  # noqa: S608
    done = f"{item} WHERE job.kind = 'slow' AND item.status = 'done'"

    until(lambda: store.count(done), 60)
    before = set(store.rows(running))
    portal.kill("worker", when=lambda: set(store.rows(running)) - before)  # one has just begun
    portal.kill("beat", when=lambda: store.count(done) >= 4)
    portal.kill("web", when=lambda: store.rows(running))
    until(lambda: store.count("casework_job WHERE status = 'done'") == 2, 90)
    effects = Counter(pk for (pk,) in store.rows("SELECT item FROM working_effect"))
    slow = store.rows(f"SELECT item.id, item.status, item.attempts FROM {item} WHERE kind = 'slow'")  # noqa: S608
    assert effects == {pk: 1 for pk, _, _ in slow}
    assert len(slow) == ITEMS
    assert {status for _, status, _ in slow} == {"done"}
    assert max(attempts for _, _, attempts in slow) > 1, "nothing was killed in mid item"

    poison = f"SELECT item.status, item.attempts, item.error FROM {item} WHERE kind = 'poison'"  # noqa: S608
    ((status, attempts, error),) = store.rows(poison)
    assert (status, attempts, "已停止重试" in error) == ("failed", 2, True)
    told = store.rows("SELECT subject FROM casework_notice ORDER BY subject")
    assert told == [("有毒任务已处理完毕",), ("样例长任务已处理完毕",)]
    until(lambda: portal.raised() and portal.answers(), 60)
    assert set(portal.fallen) == set(PARTS)
