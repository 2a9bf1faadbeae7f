"""What an enterprise pays for a certificate (兑现待遇), and what the holder says of it."""

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from supervision.enums import ComplaintOutcome, PayKind, PayReply

UPHELD = (ComplaintOutcome.FOUNDED, ComplaintOutcome.PARTLY)


class PayRecord(models.Model):
    """What `payer` says it gives the holder of a certificate, and since when. `amount` is in yuan a
    month, empty for who has left. A new record takes the place of the one before, which stays:
    nothing of a row changes but `superseded_at` and `link_sent_at` (a trigger)."""

    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, verbose_name="证书", related_name="pay_records"
    )
    payer = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="企业", related_name="+"
    )
    kind = models.CharField("待遇", max_length=10, choices=PayKind)
    amount = EncryptedText("每月金额（元）", blank=True)
    since = models.DateField("起始日期")
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True)
    link_sent_at = models.DateTimeField("核对链接发送时间", null=True, blank=True)

    class Meta:
        verbose_name = "待遇兑现登记"
        verbose_name_plural = "待遇兑现登记"
        ordering = ["certificate", "-pk"]
        indexes = [models.Index(name="pay_of_payer", fields=["payer", "superseded_at"])]
        constraints = [
            models.UniqueConstraint(
                name="pay_record_one_in_force",
                fields=["certificate"],
                condition=Q(superseded_at=None),
                violation_error_message="这本证书的待遇刚刚由他人登记，请刷新页面。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_kind_display()}"

    @property
    def reply(self) -> "PayAnswer | None":
        """What the holder said of it."""
        return getattr(self, "answer", None)

    @property
    def is_refuted(self) -> bool:
        """Whether the office found that it is not so."""
        return bool(self.reply and self.reply.complaint and self.reply.complaint.outcome in UPHELD)


class PayAnswer(models.Model):
    """The holder's word on a record, given once, by the link that was sent. A contest is a
    complaint: the office investigates and answers it on the record. Never changed."""

    record = models.OneToOneField(
        PayRecord, models.PROTECT, verbose_name="登记", related_name="answer"
    )
    reply = models.CharField("答复", max_length=10, choices=PayReply)
    at = models.DateTimeField("时间")
    complaint = models.OneToOneField(
        "supervision.Complaint",
        models.PROTECT,
        verbose_name="投诉举报",
        related_name="pay_answer",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "待遇核对"
        verbose_name_plural = "待遇核对"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="pay_contest_is_a_complaint",
                condition=Q(reply=PayReply.CONFIRMED, complaint=None)
                | Q(reply=PayReply.CONTESTED, complaint__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.get_reply_display()}"
