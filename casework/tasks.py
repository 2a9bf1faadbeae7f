"""What beat and the workers run. Each says only "see what is due"; a lost or doubled one is
harmless."""

from celery import shared_task

from casework.services import deliveries, files, jobs, materials, publications, sweep, waking


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


@shared_task(name="casework.keep_evidence")
def keep_evidence() -> None:
    """Windows of publicity that are over, papers of cases that were closed, bytes without a row."""
    publications.recompute()
    publications.close_due()
    materials.start_retention()
    files.sweep()
