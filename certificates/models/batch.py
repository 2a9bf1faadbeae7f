"""A batch of certificates: those of one plan, issued by one job."""

from django.db import models


class Batch(models.Model):
    """`issued_on` is the date that stands on all of them; its year is in their numbers. How far it
    is follows from the items of its job. `begun_by` issues; a batch that was stopped is gone on
    with by another job."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="batches"
    )
    issued_on = models.DateField("发证日期")
    signed = models.BooleanField("电子签名", default=True)
    job = models.OneToOneField(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True
    )
    begun_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制证人", related_name="+"
    )
    begun_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "制证批次"
        verbose_name_plural = "制证批次"
        ordering = ["plan", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="batch_one_open",
                fields=["plan"],
                condition=models.Q(ended_at=None),
                violation_error_message="这个计划正在制证。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.issued_on}"
