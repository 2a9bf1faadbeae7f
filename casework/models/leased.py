"""Work that a worker takes under a lease, so that a killed worker loses and repeats nothing."""

from django.db import models
from django.db.models import Q

from casework.enums import WorkStatus


class Leased(models.Model):
    """One piece of work. `casework.services.leases` alone moves it.

    `owner` is a name made anew with each claim: only who holds it may save the outcome. `due_at`
    is when it may be taken next.
    """

    status = models.CharField(
        "进展", max_length=10, choices=WorkStatus, default=WorkStatus.WAITING, editable=False
    )
    due_at = models.DateTimeField("可开始时间")
    owner = models.UUIDField("持有者", null=True, editable=False)
    lease_until = models.DateTimeField("持有至", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("次数", default=0, editable=False)
    error = models.CharField("原因", max_length=500, blank=True, editable=False)
    ended_at = models.DateTimeField("结束时间", null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_running_is_owned",
                condition=Q(
                    status=WorkStatus.RUNNING, owner__isnull=False, lease_until__isnull=False
                )
                | (~Q(status=WorkStatus.RUNNING) & Q(owner=None, lease_until=None)),
            )
        ]
        indexes = [models.Index(name="%(class)s_due", fields=["status", "due_at"])]
