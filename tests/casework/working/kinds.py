"""Kinds of job whose items do what their payload says."""

import os
import signal
import time

from casework.services.jobs import RefusedError, register_job
from tests.casework.working.models import Effect


def leave_effect(item, prepared):
    """`fail`: after its effect, so that the rollback shows; `refuse`: no second try will help."""
    Effect.objects.create(item=item.pk, value=prepared or "")
    if item.payload.get("refuse"):
        raise RefusedError("这一行的姓名为空，请补填后重新导入")
    if item.attempts <= item.payload.get("fail", 0):
        raise OSError("disk full: secret path")
    return {"number": item.payload.get("n")}


def take_time(item):
    """Long work outside the transaction."""
    time.sleep(item.payload.get("seconds", 0))
    return f"prepared {item.payload.get('n')}"


def kill_the_worker(item):
    os.kill(os.getpid(), signal.SIGKILL)


PLAIN = register_job("plain", "样例任务", leave_effect)
SLOW = register_job("slow", "样例长任务", leave_effect, prepare=take_time, lease=2, most_attempts=9)
POISON = register_job(
    "poison", "有毒任务", leave_effect, prepare=kill_the_worker, lease=1, most_attempts=2
)
