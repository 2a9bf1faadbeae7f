"""Celery: it only wakes workers up; what is due is written in the database."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready
from django_structlog.celery.steps import DjangoStructLogInitStep

from config.processes import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("jiping")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_logging(**kwargs):
    """Celery sets up no logging of its own where something listens here: `LOGGING` stands."""


@worker_process_init.connect
def end_with_the_worker(**kwargs):
    follow_parent()


@worker_ready.connect
def see_what_is_due(sender, **kwargs):
    """What was left when the workers fell is taken up at once, not at beat's next word."""
    for task in ("casework.work_off", "casework.deliver"):
        sender.app.send_task(task)
