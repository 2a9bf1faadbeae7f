"""Long jobs: a row, with one row for each piece of its work."""

from django.conf import settings
from django.db import models

from casework.enums import JobState
from casework.models.leased import Leased


class Job(models.Model):
    """A long job of a registered kind (`casework.services.jobs.register_job`).

    How far it is follows from its items alone; `message` is what its end said.
    """

    kind = models.CharField("类别", max_length=40)
    parameters = models.JSONField("参数", default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="发起人",
        related_name="jobs",
        null=True,
    )
    status = models.CharField("状态", max_length=10, choices=JobState, default=JobState.RUNNING)
    message = models.CharField("结果", max_length=500, blank=True)
    created_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "批量任务"
        verbose_name_plural = "批量任务"
        ordering = ["-pk"]
        indexes = [models.Index(name="job_open", fields=["status"])]
        constraints = [
            models.CheckConstraint(
                name="job_ended_has_time",
                condition=models.Q(status=JobState.RUNNING, ended_at=None)
                | (~models.Q(status=JobState.RUNNING) & models.Q(ended_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == JobState.RUNNING


class JobItem(Leased):
    """A piece of a job: what to do (`payload`), what came of it (`result`)."""

    job = models.ForeignKey(Job, models.CASCADE, verbose_name="任务", related_name="items")
    payload = models.JSONField("内容", default=dict)
    result = models.JSONField("结果", default=dict)

    class Meta(Leased.Meta):
        verbose_name = "任务明细"
        verbose_name_plural = "任务明细"
        ordering = ["pk"]
        indexes = [
            *Leased.Meta.indexes,
            models.Index(name="jobitem_of_job", fields=["job", "status"]),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.pk}"
