"""Kill -9 of a worker in the middle of a batch, twice: every certificate exactly once.

A database of its own, SQLite or PostgreSQL, and workers that are processes of their own.
"""

import hashlib
import os
import signal
import subprocess
import sys
from collections import Counter
from math import ceil
from uuid import UUID

import pytest
from django.conf import settings

from tests.casework.test_kill import store
from tests.portal.test_up import until

__all__ = ["store"]
POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
PEOPLE = 300 if POSTGRESQL else 96  # one batch at full size, where it is run in production
PIECE, KILLS = 16, 2
PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from certificates.services import issuing
from config import clock
from tests.assessment import world as assessment
from tests.certificates.issuing.world import DAY, NOW, reserved
from tests.filing import world as filing
with clock.travel(NOW):
    day = reserved(assessment.build(filing.build()), "js", {PEOPLE})
    issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
"""
WORK = """
import dataclasses
import time
import django
django.setup()
from casework.services import jobs
from certificates.models import Batch
from certificates.services import making
jobs._kinds[making.ISSUE.code] = dataclasses.replace(making.ISSUE, lease=3, most_attempts=9)
while Batch.objects.filter(ended_at=None).exists():
    jobs.work_off(seconds=600)
    time.sleep(0.2)
jobs.finish_ended()
"""


@pytest.fixture
def python(store, tmp_path):
    """Begins a process of that portal."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATABASE_URL": store.url,
        "REDIS_URL": settings.REDIS_URL,
        "VAR_DIR": str(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "LOG_LEVEL": "WARNING",
        "DEMO": "1",  # lets the clock be moved
    }
    begun: list[subprocess.Popen] = []

    def begin(script: str) -> subprocess.Popen:
        told = {"cwd": settings.BASE_DIR, "env": environment}
        begun.append(subprocess.Popen([sys.executable, "-c", script], **told))  # noqa: S603
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def test_whenever_a_worker_is_killed_each_certificate_is_issued_once(store, python, tmp_path):
    assert python(PREPARE).wait(900) == 0
    items = "casework_jobitem WHERE status = 'running'"
    for kill in range(1, KILLS + 1):
        worker, least = python(WORK), kill * 2 * PIECE
        until(lambda least=least: store.count("certificates_certificate") >= least, 600)
        until(lambda: store.count(items), 300)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert python(WORK).wait(900) == 0

    entries = Counter(pk for (pk,) in store.rows("SELECT entry_id FROM certificates_certificate"))
    reserved = store.rows("SELECT entry_id, state FROM certificates_reservednumber")
    assert reserved == [(pk, "issued") for pk, _ in reserved]
    assert entries == {pk: 1 for pk, _ in reserved}
    assert len(entries) == PEOPLE
    editions = "SELECT c.entry_id FROM certificates_edition e JOIN certificates_certificate c"
    found = store.rows(f"{editions} ON c.id = e.certificate_id")
    assert Counter(pk for (pk,) in found) == entries
    attempts = [row for (row,) in store.rows("SELECT attempts FROM casework_jobitem")]
    assert (len(attempts), max(attempts) > 1) == (ceil(PEOPLE / PIECE), True), "nothing was killed"
    assert store.rows("SELECT state FROM casework_case WHERE kind = 'plan'") == [("certified",)]
    files_are_whole(store, tmp_path / "media" / "evidence")


def files_are_whole(store, folder) -> None:
    """What a row names lies on the disk as it was signed."""
    query = "SELECT f.id, e.sha256 FROM certificates_edition e JOIN casework_storedfile f"
    rows = store.rows(f"{query} ON f.id = e.file_id")
    assert len(rows) == PEOPLE
    for pk, sha256 in rows:
        name = UUID(str(pk)).hex
        data = (folder / name[:2] / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256
