"""Telling the workers that there may be something to do. What is due stands in the database."""

from celery import current_app
from django.db import transaction

JOBS = "casework.work_off"
DELIVERIES = "casework.deliver"


def wake(task: str) -> None:
    """Send a task after commit. Where the broker cannot be reached the act stands all the same,
    and beat says it again within a minute."""

    def send() -> None:
        current_app.send_task(task, retry=False)

    transaction.on_commit(send, robust=True)
