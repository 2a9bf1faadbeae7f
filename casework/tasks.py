"""What beat and the workers run. Each says only "see what is due"; a lost or doubled one is
harmless."""

from celery import shared_task

from casework.services import deliveries, jobs, sweep, waking


@shared_task(name=waking.JOBS)
def work_off() -> None:
    """Items of long jobs."""
    jobs.work_off()


@shared_task(name=waking.DELIVERIES)
def deliver() -> None:
    """E-mail and SMS."""
    deliveries.work_off()


@shared_task(name="casework.sweep")
def sweep_deadlines() -> None:
    """Reminders, and clocks that a change of the calendar left behind."""
    sweep.sweep()
