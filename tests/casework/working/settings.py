"""A portal of its own for the tests that kill it: its kinds of job, and an impatient beat."""

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.casework.sample", "tests.casework.working"]
CELERY_BEAT_SCHEDULE = {
    "jobs": CELERY_BEAT_SCHEDULE["jobs"] | {"schedule": 1, "options": {"expires": 5}}
}
