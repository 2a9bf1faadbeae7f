"""A spreadsheet on its way in: checked whole, shown, and taken whole or not at all."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from casework.enums import ImportState
from casework.models.job import Job

OPEN_IMPORTS = [
    ImportState.CHECKING.value,
    ImportState.READY.value,
    ImportState.FAULTY.value,
    ImportState.TAKING.value,
]


class SheetImport(models.Model):
    """A file that somebody uploads for `organisation`; one of a kind at a time. What it is and who
    may, its kind says (`casework.services.sheet_imports.register_import`).

    `content` is the file (base64) and `report` what its check found (JSON): both may hold people's
    numbers, hence encrypted, and are gone once it was taken or dropped. `digest` names what was
    shown and agreed to."""

    kind = models.CharField("类别", max_length=40)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="+"
    )
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = EncryptedText("内容", blank=True)
    report = EncryptedText("核对结果", blank=True)
    digest = models.CharField("核对摘要", max_length=64, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=ImportState, default=ImportState.CHECKING
    )
    outcome = models.CharField("结果", max_length=300, blank=True)
    job = models.ForeignKey(
        Job, models.PROTECT, verbose_name="任务", related_name="+", null=True, blank=True
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "表格导入"
        verbose_name_plural = "表格导入"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_import_one_at_a_time",
                fields=["kind", "organisation"],
                condition=Q(status__in=OPEN_IMPORTS),
                violation_error_message="本单位已有一份这类表格正在导入。",
            )
        ]

    def __str__(self) -> str:
        return self.name
