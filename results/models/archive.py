"""The archive of a plan: what is kept where and until when, and its dossier."""

from django.db import models
from django.db.models import F, Q

from results.enums import ArchiveForm


class ArchiveItem(models.Model):
    """One thing that is kept: a paper (`place` says where), a file, a video. `kept_until` is the
    last day on which nobody may destroy it (LC-16, LN-12, HB-08); a trigger holds it. What was
    registered by mistake is struck out (`struck_*`): it counts no more, and the row stays. What was
    destroyed after its time names the case in which two people did so (`destruction`)."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="archive_items"
    )
    form = models.CharField("载体", max_length=10, choices=ArchiveForm)
    category = models.CharField("类别", max_length=60)
    title = models.CharField("名称", max_length=200)
    count = models.PositiveIntegerField("数量", default=1)
    place = models.CharField("存放位置", max_length=200, blank=True)
    file = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="文件",
        related_name="+",
        null=True,
        blank=True,
    )
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    made_on = models.DateField("形成日期")
    kept_until = models.DateField("保管至")
    basis = models.CharField("依据", max_length=200, blank=True)
    added_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+", null=True
    )
    added_at = models.DateTimeField("登记时间")
    struck_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="注销人",
        related_name="+",
        null=True,
        blank=True,
    )
    struck_at = models.DateTimeField("注销时间", null=True, blank=True)
    struck_for = models.CharField("注销原因", max_length=200, blank=True)
    destroyed_on = models.DateField("销毁日期", null=True, blank=True)
    destruction = models.ForeignKey(
        "casework.Case",
        models.PROTECT,
        verbose_name="销毁清册",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "归档材料"
        verbose_name_plural = "归档材料"
        ordering = ["plan", "form", "category", "pk"]
        indexes = [models.Index(name="archive_to_destroy", fields=["destroyed_on", "kept_until"])]
        constraints = [
            models.CheckConstraint(
                name="archive_kept_after_made", condition=Q(kept_until__gte=F("made_on"))
            ),
            models.CheckConstraint(
                name="archive_item_is_somewhere",
                condition=~Q(place="") | Q(file__isnull=False) | ~Q(sha256=""),
                violation_error_message="请写明存放位置，或上传文件。",
            ),
            models.CheckConstraint(
                name="archive_struck_with_reason",
                condition=Q(struck_at=None, struck_by=None, struck_for="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_for=""),
            ),
            models.CheckConstraint(
                name="archive_destroyed_after_its_time",
                condition=Q(destroyed_on=None, destruction=None)
                | Q(
                    destroyed_on__gt=F("kept_until"),
                    destruction__isnull=False,
                    struck_at=None,
                ),
                violation_error_message="没有到期的归档材料不能销毁。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Hold(models.Model):
    """That nothing of a plan may be destroyed, whatever the date, until it is lifted."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="holds"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="决定单位", related_name="+"
    )
    reason = models.CharField("事由", max_length=300)
    placed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="决定人", related_name="+"
    )
    placed_at = models.DateTimeField("决定时间")
    lifted_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="解除人",
        related_name="+",
        null=True,
        blank=True,
    )
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_for = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "暂停销毁"
        verbose_name_plural = "暂停销毁"
        ordering = ["plan", "-placed_at"]
        constraints = [
            models.CheckConstraint(
                name="hold_lifted_with_reason",
                condition=Q(lifted_at=None, lifted_by=None, lifted_for="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_for=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.reason}"


class Dossier(models.Model):
    """A plan as one ZIP (index, forms, papers, score rounds, timeline, digests), made by a job."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="dossiers"
    )
    folder = models.UUIDField("文件夹", unique=True)
    job = models.OneToOneField(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True
    )
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="生成人", related_name="+"
    )
    made_at = models.DateTimeField("开始时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    size = models.PositiveBigIntegerField("字节", default=0)
    sha256 = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "档案包"
        verbose_name_plural = "档案包"
        ordering = ["plan", "-made_at"]

    def __str__(self) -> str:
        return f"{self.plan} {self.made_at:%Y-%m-%d}"
