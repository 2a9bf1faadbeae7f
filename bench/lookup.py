"""`python -m bench.lookup`: lookup among many certificates beside a page that does nothing, on the
same server, one after the other in the same run.

The server is ours as `manage.py up` starts it, with its middleware and limits; each call comes from
another visitor, as the limits would else stop it, which is their purpose. Client, server and
database share the machine: the ratio is worth more than the requests a second.
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LOOKUP, HELLO = "/api/v1/certificates/lookup/", "/hello/"
CLIENTS, WORKERS = 4, 2


@dataclass(frozen=True)
class Call:
    """One request: what is sent, and what must come back."""

    method: str
    path: str
    body: str
    status: int


@dataclass(frozen=True)
class Measured:
    """What a side came to."""

    title: str
    times: tuple[float, ...]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def quantile(self, part: float) -> float:
        """Milliseconds within which that part of the requests was answered."""
        return sorted(self.times)[min(len(self.times) - 1, int(part * len(self.times)))] * 1000

    def __str__(self) -> str:
        return (
            f"{self.title}：{self.rate:.0f} 次/秒；p50 {self.quantile(0.5):.1f} 毫秒，"
            f"p99 {self.quantile(0.99):.1f} 毫秒（{len(self.times)} 次）"
        )


def lookups(count: int, seed: int) -> Callable[[], Call]:
    """Random lookups in a world of so many certificates: by certificate number, by ID number, and
    one in ten that finds nothing."""
    from certificates.management import invented

    dice = random.Random(seed)  # noqa: S311

    def call() -> Call:
        at = dice.randrange(count)
        holder = invented.holder_of(at, count)
        kind = dice.randrange(10)
        name = holder.name if kind else "无此人"
        given = (
            {"certificate_number": invented.number_of(at)}
            if kind < 6
            else {"id_number": holder.id_number}
        )
        status = 200 if kind else 404
        return Call("POST", LOOKUP, json.dumps({"name": name, **given}), status)

    return call


def hello() -> Call:
    """A page that does nothing, through the same middleware."""
    return Call("GET", HELLO, "", 200)


def measure(title: str, port: int, calls: list[Callable[[], Call]], seconds: float) -> Measured:
    """Each client asks for so long, one request after the other on one connection."""
    with ThreadPoolExecutor(len(calls)) as pool:
        started = time.perf_counter()
        lots = list(pool.map(lambda call: _client(port, call, seconds), calls))
        passed = time.perf_counter() - started
    return Measured(title, tuple(each for lot in lots for each in lot), passed)


def _client(port: int, call: Callable[[], Call], seconds: float) -> list[float]:
    dice, times, until = random.SystemRandom(), [], time.perf_counter() + seconds
    with closing(http.client.HTTPConnection(HOST, port, timeout=30)) as connection:
        while time.perf_counter() < until:
            visitor = ".".join(str(dice.randrange(1, 255)) for _ in range(4))
            times.append(_asked(connection, call(), visitor))
    return times


def _asked(connection: http.client.HTTPConnection, call: Call, visitor: str) -> float:
    """The seconds until the answer was there. Raises ValueError for another than is expected."""
    headers = {"Content-Type": "application/json", "X-Forwarded-For": visitor}
    begun = time.perf_counter()
    connection.request(call.method, call.path, call.body, headers)
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - begun
    if answer.status != call.status:
        raise ValueError(f"{call.path} answered {answer.status}, not {call.status}")
    return took


class Server:
    """The web server of this portal with the page that does nothing beside it."""

    def __init__(self, workers: int = WORKERS):
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.workers = workers

    def __enter__(self) -> "Server":
        options = ("--interface", "wsgi", "--host", HOST, "--port", str(self.port))
        options += ("--workers", str(self.workers), "--blocking-threads", "4", "--no-ws")
        command = [sys.executable, "-m", "granian", *options, "--log-level", "error"]
        environment = {**os.environ, "TRUSTED_PROXIES": "1", "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(  # noqa: S603
            [*command, "bench.served:application"], cwd=ROOT, env=environment
        )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self) -> None:
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended at once")
            try:
                _client(self.port, hello, 0.01)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not answer")

    def __exit__(self, *exc) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def run(count: int, seconds: float, rounds: int) -> list[Measured]:
    """Both sides in turn, the middle one by rate of each."""
    with Server() as server:
        sides: dict[str, list[Measured]] = {"空页面": [], f"{count} 本证书中查询": []}
        nothing, asked = sides
        seeds = iter(range(10**6))
        for _ in range(rounds + 1):
            sides[nothing].append(measure(nothing, server.port, [hello] * CLIENTS, seconds))
            calls = [lookups(count, next(seeds)) for _ in range(CLIENTS)]
            sides[asked].append(measure(asked, server.port, calls, seconds))
    # The first round warmed up.
    return [sorted(each[1:], key=lambda one: one.rate)[rounds // 2] for each in sides.values()]


def queries(count: int, tries: int = 300) -> str:
    """What the one query takes by itself, in this process."""
    from certificates.selectors import lookup

    call = lookups(count, 1)
    times = []
    for _ in range(tries):
        given = json.loads(call().body)
        name, number = given.values()
        begun = time.perf_counter()
        lookup.find(name, number)
        times.append((time.perf_counter() - begun) * 1000)
    middle, slow = statistics.median(times), sorted(times)[int(tries * 0.99)]
    return f"查找一次（一条查询）：p50 {middle:.2f} 毫秒，p99 {slow:.2f} 毫秒"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lookup")
    parser.add_argument("--certificates", type=int, default=1_000_000, help="库中虚构的证书数")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", action="store_true", help="先迁移数据库并生成这些证书")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    import django
    from django.core.management import call_command

    django.setup()
    if options.build:
        call_command("migrate", verbosity=0)
        call_command("make_world", certificates=options.certificates)
    found = run(options.certificates, options.seconds, options.rounds)
    ratio = found[0].rate / found[1].rate
    lines = [*map(str, found), f"空页面是查询的 {ratio:.1f} 倍", queries(options.certificates)]
    print("\n".join(lines))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
