"""Celery: it only wakes workers up; what is due is written in the database."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import celeryd_init, setup_logging, worker_process_init, worker_ready
from django.conf import settings
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


@celeryd_init.connect
def let_root_try_it_out(**kwargs):
    """Celery's page-long warning against root stands everywhere but in a demonstration."""
    if settings.DEMO:
        warnings.simplefilter("ignore", SecurityWarning)


@worker_process_init.connect
def end_with_the_worker(**kwargs):
    follow_parent()


@worker_ready.connect
def see_what_is_due(sender, **kwargs):
    """What was left when the workers fell is taken up at once, not at beat's next word."""
    for task in ("casework.work_off", "casework.deliver"):
        sender.app.send_task(task)
