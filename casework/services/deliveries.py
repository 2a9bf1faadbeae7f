"""Deliveries: what has been written is sent out by a job, each once.

A delivery is claimed, handed to its provider, and marked. Only a worker killed between the
provider's answer and the mark sends twice, as no provider takes part in our transaction; for
everything else a message goes out exactly once.
"""

import logging
import time

from django.db import transaction

from casework import channels
from casework.enums import WorkStatus
from casework.models import Delivery
from casework.services import leases

log = logging.getLogger(__name__)
LEASE = 120  # seconds; mail and SMS give up long before
MOST_ATTEMPTS = 8  # the last about an hour after the first
DOWN = "发送服务暂时不可用"


def work_off(*, seconds: float = 50) -> int:
    """Send what is due until nothing is left or the time is up; answers how many were tried."""
    until, tried = time.monotonic() + seconds, 0
    while time.monotonic() < until and (taken := _claim()):
        tried += 1
        _send(taken[0])
    return tried


def _claim() -> list[Delivery]:
    rows = Delivery.objects.select_related("notice__recipient")
    return leases.claim(rows, seconds=LEASE, most_attempts=MOST_ATTEMPTS)


def _send(delivery: Delivery) -> None:
    try:
        channels.send(delivery)
    except channels.UndeliverableError as refused:
        leases.failed(delivery, str(refused), most_attempts=0)
    except Exception:
        log.exception("delivery %s attempt %s", delivery.pk, delivery.attempts)
        leases.failed(delivery, DOWN, most_attempts=MOST_ATTEMPTS)
    else:
        with transaction.atomic():
            if mine := leases.held(delivery):
                leases.end(mine, WorkStatus.DONE)
