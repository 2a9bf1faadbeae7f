"""What beat runs of the portal; a lost or doubled one is harmless."""

from celery import shared_task

from portal.services import tallies


@shared_task(name="portal.tend_tallies")
def tend_tallies() -> None:
    """What the dashboards add up, kept short."""
    tallies.tend()
