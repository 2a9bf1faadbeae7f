"""Who prints the papers, under which promise of secrecy (HB-04)."""

from django.db import models
from django.db.models import F, Q


class PrintingHouse(models.Model):
    """A printing house (印制方) with its qualification and confidentiality agreement; an agency
    that prints its papers itself records itself so (`own`)."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="printing_houses"
    )
    name = models.CharField("印制单位", max_length=100)
    own = models.BooleanField("本机构自行印制", default=False)
    licence = models.CharField("印制资质", max_length=100, blank=True)
    contact = models.CharField("联系人和电话", max_length=100, blank=True)
    agreement = models.ForeignKey(
        "casework.StoredFile", models.PROTECT, verbose_name="保密协议", related_name="+"
    )
    agreed_on = models.DateField("签订日期")
    agreed_until = models.DateField("有效期至")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "试卷印制单位"
        verbose_name_plural = "试卷印制单位"
        ordering = ["agency", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="printing_house_once",
                fields=["agency", "name"],
                condition=Q(ended_on=None),
                violation_error_message="这家印制单位已经登记。",
            ),
            models.CheckConstraint(
                name="printing_house_agreement_in_order",
                condition=Q(agreed_until__gte=F("agreed_on")),
                violation_error_message="协议的结束日期不能早于签订日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PrintOrder(models.Model):
    """Papers of a plan handed over for printing, and received back sealed."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="print_orders"
    )
    house = models.ForeignKey(
        PrintingHouse, models.PROTECT, verbose_name="印制单位", related_name="orders"
    )
    papers = models.ManyToManyField("papers.Paper", verbose_name="试卷", related_name="orders")
    copies = models.PositiveIntegerField("份数")
    handed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="交付人", related_name="+"
    )
    handed_to = models.CharField("接收人", max_length=50)
    handed_at = models.DateTimeField("交付时间")
    received_at = models.DateTimeField("收回时间", null=True, blank=True)
    received_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="收回人",
        related_name="+",
        null=True,
        blank=True,
    )
    received_copies = models.PositiveIntegerField("收回份数", null=True, blank=True)
    remark = models.CharField("密封和交接情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "付印记录"
        verbose_name_plural = "付印记录"
        ordering = ["plan", "handed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="print_order_received_whole",
                condition=Q(received_at=None, received_by=None, received_copies=None)
                | Q(
                    received_at__isnull=False,
                    received_by__isnull=False,
                    received_copies__isnull=False,
                ),
            ),
            models.CheckConstraint(name="print_order_has_copies", condition=Q(copies__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.house} {self.handed_at:%Y-%m-%d}"
