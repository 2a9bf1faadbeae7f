"""国家职业资格目录: what only a national qualification opens."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Block, Certainty
from catalogue.models.bounds import between
from catalogue.models.of_occupation import ONLY_OCCUPATIONS, OfOccupation


class RegulatedOccupation(OfOccupation):
    """A qualification of the catalogue and the occupation that it keeps out of assessment."""

    item = models.PositiveSmallIntegerField("目录序号", validators=between(1, 999))
    group = models.CharField("目录项", max_length=100)
    qualification = models.CharField(
        "职业资格",
        max_length=100,
        unique=True,
        error_messages={"unique": "这项职业资格已经有了。"},
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation",
        models.PROTECT,
        verbose_name="职业",
        related_name="regulated_by",
        limit_choices_to=ONLY_OCCUPATIONS,
        null=True,
        blank=True,
    )
    block = models.CharField("限制范围", max_length=8, choices=Block)
    certainty = models.CharField("核实情况", max_length=16, choices=Certainty)
    note = models.CharField("说明", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "准入类职业资格"
        verbose_name_plural = "准入类职业资格"
        ordering = ["item", "qualification"]
        constraints = [
            models.CheckConstraint(
                name="regulated_names_occupation_unless_permit",
                condition=Q(block=Block.NONE, occupation=None)
                | (~Q(block=Block.NONE) & Q(occupation__isnull=False)),
                violation_error_message="限制整个或部分职业的，必须写明职业；作业许可横跨职业，不写职业。",
            )
        ]

    def __str__(self) -> str:
        return self.qualification
