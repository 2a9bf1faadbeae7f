"""Questions on their way in and out of a bank as spreadsheets."""

from django.db import models

from accounts.fields import EncryptedText
from papers.models.bank import Bank


class Upload(models.Model):
    """A spreadsheet of questions that was checked and waits to be confirmed. `contents` is JSON of
    the questions to add, `outcome` of what came of each row; both go with the row, which a newer
    upload of the same person replaces."""

    bank = models.ForeignKey(Bank, models.CASCADE, verbose_name="题库", related_name="uploads")
    name = models.CharField("文件名", max_length=255)
    contents = EncryptedText("待导入的试题", default="[]")
    outcome = EncryptedText("核对结果", default="[]")
    new = models.PositiveIntegerField("新增", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    refused = models.PositiveIntegerField("不能导入", default=0)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "试题导入"
        verbose_name_plural = "试题导入"
        ordering = ["bank", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(name="upload_once", fields=["bank", "uploaded_by"]),
        ]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """That somebody took a bank out as a file. Rows are only ever added (a trigger)."""

    bank = models.ForeignKey(Bank, models.PROTECT, verbose_name="题库", related_name="exports")
    count = models.PositiveIntegerField("题数")
    exported_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="导出人", related_name="+"
    )
    exported_at = models.DateTimeField("导出时间")

    class Meta:
        verbose_name = "题库导出"
        verbose_name_plural = "题库导出"
        ordering = ["bank", "-exported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.exported_by} {self.exported_at:%Y-%m-%d}"
