"""Numbers: counted per characters 1–16, reserved with the results, each accounted for."""

from django.db import models
from django.db.models import Q

from certificates.enums import GapReason, NumberState


class NumberCounter(models.Model):
    """The last serial given under characters 1–16; locked while one is taken."""

    key = models.CharField("证书编号前16位", max_length=16, unique=True)
    last = models.PositiveIntegerField("最后序列码", default=0)

    class Meta:
        verbose_name = "证书序列码"
        verbose_name_plural = "证书序列码"
        constraints = [
            models.CheckConstraint(name="number_serial_fits", condition=Q(last__lte=999_999))
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.last:06}"


class ReservedNumber(models.Model):
    """A number taken for a registration when results were filed. It ends issued, or as a gap with
    its reason; a registration has one at a time."""

    number = models.CharField("证书编号", max_length=22, unique=True)
    key = models.CharField("前16位", max_length=16, db_index=True)
    serial = models.PositiveIntegerField("序列码")
    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="reserved_numbers"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="reserved_numbers"
    )
    imported = models.BooleanField("上级系统下发", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=NumberState, default=NumberState.RESERVED
    )
    reserved_at = models.DateTimeField("预留时间")
    reserved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="预留人", related_name="+", null=True
    )
    ended_at = models.DateTimeField("使用或作空时间", null=True, blank=True)
    gap = models.CharField("空号原因", max_length=12, choices=GapReason, blank=True)
    gap_note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "预留编号"
        verbose_name_plural = "预留编号"
        ordering = ["number"]
        indexes = [models.Index(name="reserved_of_plan", fields=["plan", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="reserved_one_an_entry",
                fields=["entry"],
                condition=~Q(state=NumberState.GAP),
                violation_error_message="此人已有证书编号。",
            ),
            models.CheckConstraint(
                name="reserved_gap_has_reason",
                condition=Q(state=NumberState.GAP, ended_at__isnull=False) & ~Q(gap="")
                | ~Q(state=NumberState.GAP) & Q(gap=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number
