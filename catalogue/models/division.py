"""行政区划: provinces, cities and counties by their GB/T 2260 code."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from catalogue.enums import DivisionTier
from catalogue.models.searchable import Searchable


class Division(Searchable):
    """A province, city or county. Counties of municipalities hang straight under the province."""

    code = models.CharField(
        "区划代码",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{6}$", "区划代码是6位数字。")],
        error_messages={"unique": "这个区划代码已经有了。"},
    )
    tier = models.PositiveSmallIntegerField("级别", choices=DivisionTier)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="上级区划",
        related_name="children",
        null=True,
        blank=True,
    )
    full_name = models.CharField("全称", max_length=200, editable=False)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="division_code_has_six_digits",
                condition=Q(code__regex=r"^[0-9]{6}$"),
                violation_error_message="区划代码是6位数字。",
            ),
            models.CheckConstraint(
                name="division_has_parent_unless_province",
                condition=Q(tier=DivisionTier.PROVINCE, parent=None)
                | (~Q(tier=DivisionTier.PROVINCE) & Q(parent__isnull=False)),
                violation_error_message="省级没有上级区划，地级和县级必须有上级区划。",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        self.rename()
        if not self.parent or self.tier is None:
            return
        if self.parent.tier >= self.tier:
            raise ValidationError({"parent": "上级区划的级别必须更高。"})
        if self.parent.code[:2] != self.code[:2]:
            raise ValidationError({"parent": "上级区划必须在同一个省（代码前两位相同）。"})

    def rename(self) -> None:
        """Compose the full name from the parent's; the parent comes first."""
        self.full_name = (self.parent.full_name if self.parent else "") + self.name

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Carries a new name down to the divisions below."""
        if update_fields is not None and not {"name", "parent"}.isdisjoint(update_fields):
            update_fields = {*update_fields, "full_name"}
        before = type(self).objects.filter(pk=self.pk).values_list("full_name", flat=True).first()
        self.rename()
        super().save(*args, update_fields=update_fields, **kwargs)
        if before is not None and before != self.full_name:
            for child in self.children.all():
                child.parent = self
                child.save()

    @property
    def province_code(self) -> str:
        """The two digits that a certificate number carries."""
        return self.code[:2]
