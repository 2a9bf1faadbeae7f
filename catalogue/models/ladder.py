"""An enterprise's own levels and how each stands to the national five (LC-05, JS-05)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Level, Relation
from catalogue.models.bounds import ORDINALS
from catalogue.rules import OWNER_CODE, mapping_problem


class Ladder(models.Model):
    """A set of levels; without an owner it is the national reference (新八级工)."""

    name = models.CharField("名称", max_length=100)
    owner_code = models.CharField(
        "企业统一社会信用代码",
        max_length=18,
        blank=True,
        validators=[RegexValidator(OWNER_CODE, "统一社会信用代码是18位数字和大写字母。")],
        help_text="空表示国家参考等级。",
    )
    source = models.CharField("依据", max_length=200)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "等级体系"
        verbose_name_plural = "等级体系"
        ordering = ["owner_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_code", "name"],
                name="ladder_name_once_per_owner",
                violation_error_message="这个企业已有同名的等级体系。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LadderLevel(models.Model):
    """One rung, counted from the lowest; always mapped to one of the national five."""

    ladder = models.ForeignKey(
        Ladder, models.PROTECT, verbose_name="等级体系", related_name="levels"
    )
    ordinal = models.PositiveSmallIntegerField("由低到高第几级", validators=ORDINALS)
    name = models.CharField("等级名称", max_length=40)
    relation = models.CharField("与国家等级的关系", max_length=8, choices=Relation)
    level = models.PositiveSmallIntegerField("对应国家等级", choices=Level)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "自设等级"
        verbose_name_plural = "自设等级"
        ordering = ["ladder", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "ordinal"],
                name="ladder_level_one_rung_one_level",
                violation_error_message="这个体系已有排在同一位的等级。",
            ),
            models.UniqueConstraint(
                fields=["ladder", "name"],
                name="ladder_level_name_once",
                violation_error_message="这个体系已有同名的等级。",
            ),
            models.CheckConstraint(
                name="ladder_level_maps_to_nearest_national_level",
                condition=Q(relation=Relation.WITHIN, level__in=Level.values)
                | Q(relation=Relation.ABOVE, level=Level.ONE)
                | Q(relation=Relation.BELOW, level=Level.FIVE),
                violation_error_message="一级以上的等级对应一级，五级以下的对应五级，其余对应五个国家等级之一。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if problem := mapping_problem(self.relation, self.level):
            raise ValidationError({"level": problem})

    @property
    def national(self) -> Level:
        return Level(self.level)

    @property
    def printed(self) -> str:
        """The level as a certificate shows it; empty where none is issued (学徒工)."""
        if self.relation == Relation.BELOW:
            return ""
        return self.name if self.relation == Relation.ABOVE else self.national.printed

    @property
    def number_is_entered(self) -> bool:
        """Numbers of 特级技师 and 首席技师 come from the province; their rule is not public."""
        return self.relation == Relation.ABOVE
