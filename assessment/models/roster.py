"""A roster on its way in: checked row by row, shown, and taken whole or not at all."""

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from assessment.enums import DraftState, RosterCopy, RowVerdict
from assessment.models.entry import Entry
from assessment.models.plan import Plan

OPEN_STATES = ["checking", "ready", "faulty", "taking"]


class RosterDraft(models.Model):
    """An uploaded roster of `organisation`, the agency or whoever commissioned it; one at a time.

    `problem` says what is wrong with the file as a whole. `checked` of `total` rows show how far
    the check is. `annotating` puts the faults into a copy of the file, where there are any."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="rosters")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="上传单位", related_name="+"
    )
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    job = models.ForeignKey(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True, blank=True
    )
    annotating = models.ForeignKey(
        "casework.Job",
        models.PROTECT,
        verbose_name="标注文件的任务",
        related_name="+",
        null=True,
        blank=True,
    )
    status = models.CharField(
        "状态", max_length=10, choices=DraftState, default=DraftState.CHECKING
    )
    total = models.PositiveIntegerField("行数", default=0)
    checked = models.PositiveIntegerField("已核对行数", default=0)
    counts = models.JSONField("核对结果", default=dict, blank=True)
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
        constraints = [
            models.UniqueConstraint(
                name="roster_draft_one_at_a_time",
                fields=["plan", "organisation"],
                condition=Q(status__in=OPEN_STATES),
                violation_error_message="本单位已有一份名册正在导入。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RosterFile(models.Model):
    """The bytes of a roster while it is on its way: thousands of ID numbers, hence encrypted
    (base64 beneath), apart from the draft, and gone when it has been taken or dropped."""

    draft = models.ForeignKey(
        RosterDraft, models.CASCADE, verbose_name="名册", related_name="files"
    )
    copy = models.CharField("版本", max_length=10, choices=RosterCopy)
    content = EncryptedText("内容")

    class Meta:
        verbose_name = "名册文件"
        verbose_name_plural = "名册文件"
        ordering = ["draft", "copy"]
        constraints = [models.UniqueConstraint(name="roster_file_once", fields=["draft", "copy"])]

    def __str__(self) -> str:
        return str(self.get_copy_display())


class RosterRow(models.Model):
    """One row of the file: what was read (encrypted JSON), what comes of it, what is wrong.

    `faults` keep it out, `warnings` do not: each a list of column, problem, remedy. `version` is
    that of the registration which the row was compared with."""

    draft = models.ForeignKey(RosterDraft, models.CASCADE, verbose_name="名册", related_name="rows")
    number = models.PositiveIntegerField("行号")
    name = models.CharField("姓名", max_length=50, blank=True)
    values = EncryptedText("内容")
    verdict = models.CharField("处理", max_length=10, choices=RowVerdict)
    faults = models.JSONField("问题", default=list, blank=True)
    warnings = models.JSONField("提醒", default=list, blank=True)
    noted = models.BooleanField("有问题或提醒", default=False)
    changes = models.JSONField("变更项", default=list, blank=True)
    entry = models.ForeignKey(
        Entry, models.SET_NULL, verbose_name="报名", related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField("核对时的版本", null=True, blank=True)

    class Meta:
        verbose_name = "名册行"
        verbose_name_plural = "名册行"
        ordering = ["draft", "number"]
        indexes = [
            models.Index(name="roster_row_verdict", fields=["draft", "verdict"]),
            models.Index(name="roster_row_noted", fields=["draft", "noted"]),
        ]
        constraints = [models.UniqueConstraint(name="roster_row_once", fields=["draft", "number"])]

    def __str__(self) -> str:
        return f"第{self.number}行"
