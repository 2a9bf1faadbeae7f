"""What beat runs of the portal; a lost or doubled one is harmless."""

from celery import shared_task

from portal.services import holders, tallies


@shared_task(name="portal.tend_tallies")
def tend_tallies() -> None:
    """What the dashboards add up, kept short."""
    tallies.tend()


@shared_task(name="portal.settle_holders")
def settle_holders() -> None:
    """Holders of certificates that came or went, counted anew."""
    holders.settle()
