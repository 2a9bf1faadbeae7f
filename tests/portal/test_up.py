"""Processes under one parent: restarted when they fall, ended with it however it ends.

Real processes throughout. Waiting is polling with a deadline; nothing sleeps for a fixed time.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.core.management import CommandError, call_command

from config import processes

pytestmark = pytest.mark.each_pass

FAMILY = """
import sys
from config.processes import Family
nap = [sys.executable, "-c", "import time; time.sleep(600)"]
with Family({"one": nap, "two": nap}, say=lambda text: print("say", text, flush=True)) as family:
    print("pids", *(child.process.pid for child in family.children), flush=True)
    while not family.watch(0.05):
        print("pids", *(child.process.pid for child in family.children), flush=True)
"""


def until(condition, seconds=20.0):
    """The first true answer of `condition`; fails when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.02)
    pytest.fail(f"waited {seconds} s in vain")


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def descendants(pid: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), set()).add(int(entry.parent.name))
    found, queue = set(), [pid]
    while queue:
        children = parents.get(queue.pop(), set()) - found
        found |= children
        queue.extend(children)
    return found


@pytest.fixture
def run(tmp_path):
    """Starts a Python process of the project, its output in a file; kills what is left of it."""
    started = []

    def start(*argv: str, **env: str):
        output = tmp_path / f"output-{len(started)}"
        with output.open("w") as file:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *argv],
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=settings.BASE_DIR,
                # Each process of the tests has a Redis database of its own, not the one that the
                # environment names.
                env={**os.environ, "REDIS_URL": settings.REDIS_URL, **env},
            )
        process.output = output.read_text
        started.append(process)
        return process

    yield start
    for process in started:
        left = descendants(process.pid)
        process.kill()
        process.wait()
        for pid in filter(alive, left):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def family(run):
    process = run("-c", FAMILY)
    process.pids = lambda: [
        [int(pid) for pid in line.split()[1:]]
        for line in process.output().splitlines()
        if line.startswith("pids")
    ]
    until(process.pids)
    return process


def test_a_child_that_dies_is_started_again_and_its_sibling_left_alone(family):
    one, two = family.pids()[-1]
    os.kill(one, signal.SIGKILL)
    new_one, still_two = until(lambda: next((p for p in family.pids() if p[0] != one), None))
    assert (alive(new_one), still_two) == (True, two)
    assert "say one 已退出（-9），0.5 秒后重启。" in family.output()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_ends_its_children_first(family, how):
    children = family.pids()[-1]
    family.send_signal(how)
    assert family.wait(timeout=20) == 0
    assert [alive(pid) for pid in children] == [False, False]


def test_even_a_killed_parent_leaves_no_child_alive(family):
    children = family.pids()[-1]
    family.kill()
    until(lambda: not any(alive(pid) for pid in children))


def test_pauses_grow_while_a_child_keeps_ending_and_start_anew_after_a_steady_run():
    child = processes.Child("x", [], started=time.monotonic())
    assert [child.pause() for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    child.started -= processes.STEADY + 1
    assert child.pause() == 0.5


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 our own address
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture
def up(run, port, tmp_path):
    """The whole portal in a place of its own, with a database that cannot be reached."""
    process = run(
        "manage.py",
        "up",
        f"--port={port}",
        DJANGO_SETTINGS_MODULE="config.settings.embedded",
        DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder.sqlite3",
        VAR_DIR=str(tmp_path),
        TMPDIR=str(tmp_path),
    )
    until(lambda: "已就绪" in process.output(), 60)
    process.address = f"http://127.0.0.1:{port}"
    return process


def send_a_job(var_dir: Path) -> None:
    """As the web server would: on Redis where the run has one, else by a file."""
    queue = str(var_dir / "broker" / "queue")
    with Celery(broker=settings.REDIS_URL or "filesystem://") as app:
        if not settings.REDIS_URL:
            app.conf.broker_transport_options = {
                "data_folder_in": queue,
                "data_folder_out": queue,
                "control_folder": str(var_dir / "broker" / "control"),
            }
        app.send_task("celery.backend_cleanup")


def test_up_serves_works_heals_and_leaves_nothing_behind(up, tmp_path):
    assert fetch(f"{up.address}/healthz") == (200, {"status": "ok"})
    status, answer = fetch(f"{up.address}/readyz")
    failed = {name for name, outcome in answer["parts"].items() if outcome == "failed"}
    assert (status, failed) == (503, {"database"})

    send_a_job(tmp_path)
    until(lambda: '"task_succeeded"' in up.output(), 60)

    web = next(pid for pid in descendants(up.pid) if b"granian" in command(pid))
    while parent(web) != up.pid:
        web = parent(web)
    os.kill(web, signal.SIGKILL)
    until(lambda: "网站 已退出（-9）" in up.output())
    until(lambda: answers(up.address), 60)

    everyone = descendants(up.pid)
    up.kill()
    until(lambda: not any(alive(pid) for pid in everyone))


def answers(address: str) -> bool:
    try:
        return fetch(f"{address}/healthz")[0] == 200
    except OSError:
        return False


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_taken_port_is_said_at_once(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(CommandError, match=f"不能在 127.0.0.1:{port} 上启动：端口已被占用"):
            call_command("up", f"--port={port}")
