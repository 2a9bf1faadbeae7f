"""Processes that start, live and end together, such as web server, worker and beat.

The children of a `Family` die with it even when it is killed by `kill -9`: the kernel kills its
direct children, and `follow_parent` lets their own children (a web server's workers) follow.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
FOLLOW_PARENT = "FOLLOW_PARENT"
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PATIENCE = 10.0  # seconds that children get to end by themselves
STEADY = 30.0  # seconds after which a child counts as running well
LONGEST_PAUSE = 30.0


def follow_parent() -> None:
    """End this process as soon as its parent has ended, if a `Family` is above it."""
    if not os.environ.get(FOLLOW_PARENT):
        return
    parent = os.pidfd_open(os.getppid())

    def wait():
        select.select([parent], [], [])
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True, name="follow-parent").start()


@dataclass
class Child:
    name: str
    argv: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0  # when to start it again; 0 while it runs

    def start(self) -> None:
        parent = os.getpid()

        def tie_to_parent():
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before the line above
                os._exit(1)

        # A session of its own: Ctrl-C reaches the parent alone, which asks each child to end.
        self.process = subprocess.Popen(  # noqa: S603 our own commands
            self.argv,
            env={**os.environ, FOLLOW_PARENT: "1"},
            start_new_session=True,
            preexec_fn=tie_to_parent,  # noqa: PLW1509 the parent has no threads
        )
        self.started = time.monotonic()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def pause(self) -> float:
        """Seconds until the next start: half a second, doubled with each failure in a row."""
        self.failures = 0 if time.monotonic() - self.started > STEADY else self.failures + 1
        return min(LONGEST_PAUSE, 0.5 * 2 ** max(0, self.failures - 1))


class Family:
    """`with Family({"web": argv, …}) as family: family.watch()` runs until told to stop.

    A child that ends is started again, after a pause that grows while it keeps ending.
    Must be used in the main thread of a process without other threads.
    """

    def __init__(self, commands: dict[str, list[str]], say: Callable[[str], None] = print):
        self.children = [Child(name, argv) for name, argv in commands.items()]
        self.say = say

    def __enter__(self) -> "Family":
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        for child in self.children:
            child.start()
        return self

    def watch(self, seconds: float | None = None) -> bool:
        """Look after the children for so long, or for ever. True: a signal asks to stop."""
        until = time.monotonic() + seconds if seconds is not None else float("inf")
        while (now := time.monotonic()) < until:
            due = min((c.due for c in self.children if c.ended() and c.due), default=until)
            wait = max(0.0, min(until, due, now + 60) - now)
            caught = signal.sigtimedwait(WATCHED, wait)
            if caught and caught.si_signo != signal.SIGCHLD:
                return True
            self._raise_the_fallen()
        return False

    def _raise_the_fallen(self) -> None:
        for child in self.children:
            if not child.ended():
                continue
            if not child.due:
                pause = child.pause()
                child.due = time.monotonic() + pause
                self.say(f"{child.name} 已退出（{child.process.returncode}），{pause:g} 秒后重启。")
            elif child.due <= time.monotonic():
                child.start()
                child.due = 0.0

    def __exit__(self, *exc) -> None:
        """Ask all to end; kill what has not ended in time, or at a second Ctrl-C."""
        for child in self.children:
            if not child.ended():
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        while any(not child.ended() for child in self.children):
            left = until - time.monotonic()
            caught = signal.sigtimedwait(WATCHED, left) if left > 0 else None
            if left <= 0 or (caught and caught.si_signo != signal.SIGCHLD):
                break
        for child in self.children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
