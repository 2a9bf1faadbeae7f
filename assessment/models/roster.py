"""A roster on its way in: checked row by row, shown, and taken whole or not at all."""

from django.db import models

from accounts.fields import EncryptedText
from assessment.enums import DraftState, RowVerdict
from assessment.models.entry import Entry
from assessment.models.plan import Plan


class RosterDraft(models.Model):
    """An uploaded roster. `sha256` of the file: the same file twice for a plan is one draft."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="rosters")
    file = models.ForeignKey(
        "casework.StoredFile", models.PROTECT, verbose_name="文件", related_name="+"
    )
    annotated = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="标注错误的文件",
        related_name="+",
        null=True,
        blank=True,
    )
    job = models.ForeignKey(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True, blank=True
    )
    state = models.CharField("状态", max_length=10, choices=DraftState, default=DraftState.CHECKING)
    counts = models.JSONField("核对结果", default=dict)
    problem = models.CharField("文件的问题", max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "名册导入"
        verbose_name_plural = "名册导入"
        ordering = ["plan", "-pk"]

    def __str__(self) -> str:
        return f"{self.file}"


class RosterRow(models.Model):
    """One row of the file: what was read (encrypted JSON), what comes of it, what is wrong."""

    draft = models.ForeignKey(RosterDraft, models.CASCADE, verbose_name="名册", related_name="rows")
    number = models.PositiveIntegerField("行号")
    values = EncryptedText("内容")
    verdict = models.CharField("处理", max_length=10, choices=RowVerdict)
    faults = models.JSONField("问题", default=list)
    changes = models.JSONField("变更项", default=list)
    entry = models.ForeignKey(
        Entry, models.SET_NULL, verbose_name="报名", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "名册行"
        verbose_name_plural = "名册行"
        ordering = ["draft", "number"]
        indexes = [models.Index(name="roster_row_verdict", fields=["draft", "verdict"])]
        constraints = [models.UniqueConstraint(name="roster_row_once", fields=["draft", "number"])]

    def __str__(self) -> str:
        return f"第{self.number}行"
