"""A window in which a city collects applicants and selects on merit (SD-07)."""

from django.db import models
from django.db.models import F, Q


class SelectionWindow(models.Model):
    """`opens` and `closes` are the first and last day on which an application is taken; the limits
    are those of the regulation at the time, which the centre may narrow but not widen. `announced`
    is its announcement; a window that was extended has a newer one."""

    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="组织遴选的机关", related_name="+"
    )
    regulation_id = models.CharField("法规", max_length=50)
    title = models.CharField("名称", max_length=100)
    opens = models.DateField("开始日期")
    closes = models.DateField("截止日期")
    at_least = models.PositiveSmallIntegerField("至少选定")
    at_most = models.PositiveSmallIntegerField("至多选定")
    criteria = models.TextField("择优标准", max_length=2000)
    announced = models.ForeignKey(
        "casework.Publication",
        models.PROTECT,
        verbose_name="公告",
        related_name="+",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="发布人", related_name="+"
    )
    created_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = "征集批次"
        verbose_name_plural = "征集批次"
        ordering = ["-opens", "pk"]
        constraints = [
            models.CheckConstraint(
                name="window_closes_after_it_opens",
                condition=Q(closes__gte=F("opens")),
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="window_limits_in_order",
                condition=Q(at_least__gte=1, at_most__gte=F("at_least")),
                violation_error_message="至多选定的数量不能小于至少选定的数量。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
