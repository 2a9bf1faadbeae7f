"""Organisations: the bureaus that decide and those who apply to them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from simple_history.models import HistoricalRecords

from accounts.enums import BUREAUS, OrganisationKind, OrganisationStatus
from catalogue.regulations.terms import Affiliation, Tier


class Organisation(models.Model):
    """A bureau with its territory, or an applicant with its place and affiliation.

    `superior` is the office that a late case is escalated to; `entrusted_by` is the bureau that
    entrusted an employment authority (LN-16); `merged_into` is where a merged one's cases went.
    """

    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位类别", max_length=20, choices=OrganisationKind)
    code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="所在地（管辖区域）", related_name="+"
    )
    tier = models.CharField("层级", max_length=10, choices=Tier, blank=True)
    affiliation = models.CharField("隶属关系", max_length=10, choices=Affiliation, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=OrganisationStatus, default=OrganisationStatus.PENDING
    )
    superior = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级机关", related_name="+", null=True, blank=True
    )
    entrusted_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="委托机关", related_name="+", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入单位", related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField("登记时间", db_default=Now())

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["division__code", "name"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_code_once",
                fields=["code"],
                condition=~Q(code="") & ~Q(status__in=["refused", "withdrawn", "merged", "closed"]),
                violation_error_message="这个统一社会信用代码已经登记。",
            ),
            models.CheckConstraint(
                name="organisation_bureau_has_tier_applicant_has_affiliation",
                condition=(
                    Q(kind__in=BUREAUS) & ~Q(tier="") & Q(affiliation="")
                    | ~Q(kind__in=BUREAUS) & Q(tier="") & ~Q(affiliation="") & ~Q(code="")
                ),
                violation_error_message="机关须有层级；申请单位须有隶属关系和统一社会信用代码。",
            ),
            models.CheckConstraint(
                name="organisation_merged_has_successor",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                violation_error_message="合并的单位须写明并入单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_bureau(self) -> bool:
        """Whether it decides rather than applies."""
        return self.kind in BUREAUS

    @property
    def is_active(self) -> bool:
        """Whether it is confirmed and still there; no other may submit anything."""
        return self.status == OrganisationStatus.ACTIVE
