"""职业: the four tiers of the 职业分类大典 and what was announced after it."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Tier
from catalogue.models.bounds import DATES, between
from catalogue.models.searchable import Searchable
from catalogue.rules import CODE_PATTERNS, OCCUPATION_CODE, parent_code, tier_of


class Occupation(Searchable):
    """A 大类, 中类, 小类 or 细类. Only a 细类 is an occupation that somebody is assessed in."""

    code = models.CharField(
        "职业编码",
        max_length=10,
        unique=True,
        validators=[RegexValidator(OCCUPATION_CODE, "编码应形如 6、6-31、6-31-01 或 6-31-01-03。")],
        error_messages={"unique": "这个职业编码已经有了。"},
    )
    tier = models.PositiveSmallIntegerField("层级", choices=Tier)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="上级分类",
        related_name="children",
        limit_choices_to={"tier__lt": Tier.OCCUPATION},
        null=True,
        blank=True,
    )
    definition = models.TextField("职业定义", blank=True)
    skilled = models.BooleanField(
        "技能类", default=False, help_text="企业可以开展技能评价的职业属技能类（准入类另行除外）。"
    )
    edition = models.CharField(
        "版本", max_length=40, help_text="如：大典2022、人社部2025年新职业。"
    )
    announced = models.PositiveSmallIntegerField(
        "发布年份", validators=between(1999, 2100), help_text="大典首版于1999年发布。"
    )
    retired_on = models.DateField(
        "停用日期",
        null=True,
        blank=True,
        validators=DATES,
        help_text="自该日起不再使用；空表示在用。",
    )
    source = models.CharField("来源", max_length=200)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "职业"
        verbose_name_plural = "职业"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="occupation_code_has_shape_of_its_tier",
                condition=Q(
                    *(Q(tier=tier, code__regex=shape) for tier, shape in CODE_PATTERNS.items()),
                    _connector=Q.OR,
                ),
                violation_error_message="编码与层级不符：大类1段，中类2段，小类3段，细类4段。",
            ),
            models.CheckConstraint(
                name="occupation_has_parent_unless_major",
                condition=Q(tier=Tier.MAJOR, parent=None)
                | (~Q(tier=Tier.MAJOR) & Q(parent__isnull=False)),
                violation_error_message="大类没有上级分类，其他层级必须有上级分类。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        above = parent_code(self.code) if tier_of(self.code) else ""
        if above and self.parent and self.parent.code != above:
            raise ValidationError({"parent": f"{self.code} 的上级编码应为 {above}。"})
        if self.pk and not self.is_occupation and self._is_worked_with():
            raise ValidationError(
                {"tier": "已有标准、工种或准入类职业资格属于这个职业，层级不能再改。"}
            )

    def _is_worked_with(self) -> bool:
        """Whether anything belongs to it that only a 细类 can have."""
        links = ("standards", "work_types", "regulated_by")
        linked = Q(*((f"{link}__isnull", False) for link in links), _connector=Q.OR)
        return type(self).objects.filter(linked, pk=self.pk).exists()

    @property
    def is_occupation(self) -> bool:
        """A 细类, so something that people are assessed in."""
        return self.tier == Tier.OCCUPATION
