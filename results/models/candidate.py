"""What candidates looked at without an account."""

from django.db import models

from results.enums import Look


class CandidateLook(models.Model):
    """That somebody with the three numbers of a candidate came in, or took the admission ticket."""

    entry = models.ForeignKey(
        "assessment.Entry", models.CASCADE, verbose_name="报名", related_name="looks"
    )
    what = models.CharField("事项", max_length=10, choices=Look)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "考生查询记录"
        verbose_name_plural = "考生查询记录"
        ordering = ["entry", "-at", "-pk"]
        indexes = [models.Index(name="look_of_entry", fields=["entry", "-at"])]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_what_display()}"
