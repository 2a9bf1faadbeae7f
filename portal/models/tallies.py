"""What the dashboards add up, so that they need not count a million rows for each who looks.

Triggers write these (`config.tallies`), nobody else does. No row of what is counted is held by its
tally: nothing is to be asked or deleted here when one of those goes.
"""

from django.db import models

from certificates.enums import CertificateStatus
from results.enums import Outcome


class CertificateTally(models.Model):
    """How many certificates more, or fewer, an agency has in an occupation at a level that were
    issued in a month and have a status."""

    agency = models.ForeignKey(
        "filing.Agency",
        models.DO_NOTHING,
        verbose_name="评价机构",
        related_name="+",
        null=True,
        db_constraint=False,
    )
    division = models.ForeignKey(
        "catalogue.Division",
        models.DO_NOTHING,
        verbose_name="所在地",
        related_name="+",
        db_constraint=False,
    )
    occupation = models.CharField("职业名称", max_length=100)
    level = models.PositiveSmallIntegerField("职业技能等级")
    month = models.DateField("发证月份")
    status = models.CharField("状态", max_length=10, choices=CertificateStatus)
    count = models.IntegerField("本数")

    class Meta:
        verbose_name = "证书计数"
        verbose_name_plural = "证书计数"

    def __str__(self) -> str:
        return f"{self.occupation} {self.month:%Y-%m} {self.count:+}"


class ResultTally(models.Model):
    """How many results more, or fewer, an item of a plan has that came out so. `in_force`: no
    correction has taken their place."""

    plan = models.ForeignKey(
        "assessment.Plan",
        models.DO_NOTHING,
        verbose_name="计划",
        related_name="+",
        db_constraint=False,
    )
    item = models.ForeignKey(
        "assessment.PlanItem",
        models.DO_NOTHING,
        verbose_name="职业等级",
        related_name="+",
        db_constraint=False,
    )
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    in_force = models.BooleanField("有效")
    count = models.IntegerField("人数")

    class Meta:
        verbose_name = "结果计数"
        verbose_name_plural = "结果计数"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.outcome} {self.count:+}"
