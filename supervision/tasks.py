"""What beat runs of supervision. Each may be lost or doubled without harm."""

from celery import shared_task

from supervision.services.integrity import digests
from supervision.services.integrity import nightly as night_watch
from supervision.services.keeping import due
from supervision.services.risk import nightly as risk_night


@shared_task(name="supervision.find_due")
def find_due() -> None:
    """Records whose time is over."""
    due.find()


@shared_task(name="supervision.make_digest")
def make_digest() -> None:
    """Yesterday's digest over all timelines."""
    digests.make()


@shared_task(name="supervision.verify_integrity")
def verify_integrity() -> None:
    """Tonight's look at timelines, files, certificates and draws."""
    night_watch.look()


@shared_task(name="supervision.reckon_risk")
def reckon_risk() -> None:
    """The risk signals of the night."""
    risk_night.reckon()
