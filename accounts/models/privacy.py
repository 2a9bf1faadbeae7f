"""Who looked at a person's protected data, and requests that people make about their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText, LookupHash
from accounts.identity import DocumentKind


class Unmasking(models.Model):
    """One look at one protected value: who, of which record, when, why.

    Rows are only ever added; a trigger refuses anything else (`config.triggers.keep`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="查看人", related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="查看人单位",
        related_name="unmaskings",
    )
    at = models.DateTimeField("时间")
    record = models.CharField("记录", max_length=60, help_text="应用.模型:主键")
    field = models.CharField("数据项", max_length=40)
    label = models.CharField("查看内容", max_length=200)
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = "查看个人信息记录"
        verbose_name_plural = "查看个人信息记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="unmasking_log", fields=["organisation", "-at"])]

    def __str__(self) -> str:
        return f"{self.user} {self.label}"


class DataRequest(models.Model):
    """A person asks for his own data, its correction or its deletion (个人信息保护法 第四十五条起).

    Nothing is disclosed on a page: the office proves the identity first and answers by itself.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "查阅、复制我的信息"
        CORRECT = "correct", "更正、补充我的信息"
        DELETE = "delete", "删除我的信息"
        EXPLAIN = "explain", "说明处理规则"

    class Progress(models.TextChoices):
        RECEIVED = "received", "待核实身份"
        PROVEN = "proven", "身份已核实"
        ANSWERED = "answered", "已答复"
        REFUSED = "refused", "未予办理"

    number = models.CharField("受理编号", max_length=20, unique=True)
    kind = models.CharField("事项", max_length=10, choices=Kind)
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="办理机关", related_name="+"
    )
    name = EncryptedText("姓名")
    document_kind = models.CharField("证件类型", max_length=20, choices=DocumentKind)
    document_number = EncryptedText("证件号码")
    document_hash = LookupHash(of="document_number", purpose="id_number")
    contact = EncryptedText("联系方式")
    detail = EncryptedText("具体要求", blank=True)
    received_at = models.DateTimeField("收到时间")
    due_on = models.DateField("答复期限")
    progress = models.CharField("进展", max_length=10, choices=Progress, default=Progress.RECEIVED)
    proof = models.CharField("身份核实方式", max_length=200, blank=True)
    answer = EncryptedText("答复", blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="办理人",
        related_name="+",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "个人信息申请"
        verbose_name_plural = "个人信息申请"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="data_request_answered_only_when_proven",
                condition=~Q(progress="answered") | ~Q(proof=""),
                violation_error_message="核实身份之后才能答复。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
