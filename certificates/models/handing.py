"""Paper: who took a certificate, and which blanks were destroyed (FACTS 1.4)."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText
from certificates.enums import SpoiledCause, TakenBy


class Handout(models.Model):
    """That an edition was handed out; the signature itself stands on the printed list. `proxy` is
    who took it in the holder's place."""

    edition = models.OneToOneField(
        "certificates.Edition", models.PROTECT, verbose_name="证书版本", related_name="handout"
    )
    how = models.CharField("领取方式", max_length=10, choices=TakenBy)
    on = models.DateField("领取日期")
    proxy = EncryptedText("代领人", blank=True)
    tracking = models.CharField("邮寄单号", max_length=40, blank=True)
    noted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "证书领取记录"
        verbose_name_plural = "证书领取记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition} {self.on}"


class SpoiledBlank(models.Model):
    """An entry of the register of what was made void and destroyed, signed for by two people:
    who enters it and who confirms it."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="spoiled_blanks"
    )
    item = models.CharField("物品", max_length=60)
    serials = models.CharField("印制流水码", max_length=300, blank=True)
    quantity = models.PositiveIntegerField("数量")
    cause = models.CharField("作废原因", max_length=10, choices=SpoiledCause)
    note = models.CharField("说明", max_length=200, blank=True)
    destroyed_on = models.DateField("销毁日期")
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="销毁人", related_name="+"
    )
    entered_at = models.DateTimeField("登记时间")
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="监销人",
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("监销时间", null=True, blank=True)

    class Meta:
        verbose_name = "证书作废销毁登记"
        verbose_name_plural = "证书作废销毁登记"
        ordering = ["-destroyed_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="spoiled_some", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="spoiled_by_two",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
                violation_error_message="销毁人和监销人须是两个人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.quantity}"
