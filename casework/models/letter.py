"""Formal letters (通知书): numbered, printed once, and the record of how they were served."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.enums import ServiceMethod, ServiceOutcome
from casework.models.case import Case
from casework.models.material import StoredFile


class LetterHead(models.Model):
    """What an office's letters begin their numbers with: 聊人社评 in 聊人社评受〔2026〕0001号."""

    office = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, verbose_name="机关", related_name="letter_head"
    )
    prefix = models.CharField("机关代字", max_length=12, unique=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)

    class Meta:
        verbose_name = "公文文头"
        verbose_name_plural = "公文文头"

    def __str__(self) -> str:
        return self.prefix


class Letter(models.Model):
    """A letter as it went out. `context` is the canonical JSON that it was printed from, `file` the
    bytes that every download serves. Rows are only ever added (a trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="letters")
    kind = models.CharField("种类", max_length=30)
    title = models.CharField("标题", max_length=60)
    number = models.CharField("文号", max_length=60, unique=True)
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="发文机关", related_name="letters"
    )
    template = models.CharField("模板", max_length=100)
    context = models.TextField("打印内容", help_text="规范 JSON")
    file = models.OneToOneField(
        StoredFile, models.PROTECT, verbose_name="文件", related_name="letter"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", related_name="+", null=True
    )
    issued_on = models.DateField("签发日期")
    issued_at = models.DateTimeField("签发时间")

    class Meta:
        verbose_name = "通知书"
        verbose_name_plural = "通知书"
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class LetterService(models.Model):
    """One step of serving a letter (送达). Rows are only ever added (a trigger)."""

    letter = models.ForeignKey(
        Letter, models.PROTECT, verbose_name="通知书", related_name="services"
    )
    method = models.CharField("方式", max_length=10, choices=ServiceMethod)
    outcome = models.CharField("结果", max_length=10, choices=ServiceOutcome)
    on = models.DateField("日期")
    receipt = models.CharField("凭据或说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+", null=True
    )
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "送达记录"
        verbose_name_plural = "送达记录"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="letter_served_once",
                fields=["letter"],
                condition=Q(outcome__in=[ServiceOutcome.RECEIVED, ServiceOutcome.DEEMED]),
                violation_error_message="这份通知书已经记录送达。",
            ),
            models.CheckConstraint(
                name="letter_service_has_receipt",
                condition=Q(outcome=ServiceOutcome.SENT) | ~Q(receipt=""),
                violation_error_message="请写明签收人、邮寄单号，或视为送达、退回的原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter.number} {self.get_outcome_display()}"
