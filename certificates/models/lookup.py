"""What strangers and organisations take out of the certificates, on record."""

from django.db import models

from accounts.fields import EncryptedText
from certificates.enums import BulkFileKind, BulkState
from certificates.models.certificate import Certificate, Edition


class HolderDownload(models.Model):
    """A holder who gave name and full ID number took the PDF along. Never changed nor deleted
    (a trigger)."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, verbose_name="证书", related_name="downloads"
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name="证书版本", related_name="downloads"
    )
    at = models.DateTimeField("下载时间")

    class Meta:
        verbose_name = "持证人下载记录"
        verbose_name_plural = "持证人下载记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.certificate} {self.at:%Y-%m-%d %H:%M}"


class BulkCheck(models.Model):
    """Who had how many certificates checked at once, for which organisation; `sha256` is the
    digest of the file that was sent. The row stays; what was sent and what was answered goes
    (`parts`, `files`)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="bulk_checks"
    )
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    total = models.PositiveIntegerField("行数")
    status = models.CharField("状态", max_length=10, choices=BulkState, default=BulkState.CHECKING)
    found = models.PositiveIntegerField("查到", default=0)
    absent = models.PositiveIntegerField("没有查到", default=0)
    faulty = models.PositiveIntegerField("填写有误", default=0)
    job = models.ForeignKey(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True
    )
    checked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="核验人", related_name="bulk_checks"
    )
    checked_at = models.DateTimeField("核验时间")
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "批量核验"
        verbose_name_plural = "批量核验"
        ordering = ["-pk"]
        indexes = [models.Index(name="bulk_check_of", fields=["organisation", "checked_at"])]

    def __str__(self) -> str:
        return self.name


class BulkPart(models.Model):
    """Some rows of a file that is checked, and what was found for each: encrypted JSON."""

    check_of = models.ForeignKey(
        BulkCheck, models.CASCADE, verbose_name="批量核验", related_name="parts"
    )
    sequence = models.PositiveIntegerField("次序")
    lines = EncryptedText("内容")
    answers = EncryptedText("结果", blank=True)

    class Meta:
        verbose_name = "批量核验分段"
        verbose_name_plural = "批量核验分段"
        ordering = ["check_of", "sequence"]
        constraints = [
            models.UniqueConstraint(name="bulk_part_once", fields=["check_of", "sequence"])
        ]

    def __str__(self) -> str:
        return f"{self.check_of} {self.sequence}"


class BulkFile(models.Model):
    """What a check answers: the annotated table, and the proof for printing (base64, encrypted)."""

    check_of = models.ForeignKey(
        BulkCheck, models.CASCADE, verbose_name="批量核验", related_name="files"
    )
    kind = models.CharField("类型", max_length=5, choices=BulkFileKind)
    content = EncryptedText("内容")

    class Meta:
        verbose_name = "批量核验结果文件"
        verbose_name_plural = "批量核验结果文件"
        ordering = ["check_of", "kind"]
        constraints = [models.UniqueConstraint(name="bulk_file_once", fields=["check_of", "kind"])]

    def __str__(self) -> str:
        return str(self.get_kind_display())
