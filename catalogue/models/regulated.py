"""国家职业资格目录: what only a national qualification opens."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Block, Certainty
from catalogue.models.bounds import between
from catalogue.models.of_occupation import ONLY_OCCUPATIONS, OfOccupation

CODES = RegexValidator(
    r"^[0-9](-[0-9]{2}){3}(、[0-9](-[0-9]{2}){3})*\Z",
    "填写细类编码，用顿号分开，如 6-18-02-04、6-31-01-03。",
)


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
    public_note = models.CharField(
        "公开说明",
        max_length=200,
        blank=True,
        help_text="显示在职业页上，写成完整的句子，如“只限民航安全检查，其他安全检查可以评价。”",
    )
    touches = models.CharField(
        "涉及的职业编码",
        max_length=300,
        blank=True,
        validators=[CODES],
        help_text="作业许可横跨的职业，用顿号分开；这些职业的页面提示等级证书不代替许可。",
    )
    note = models.CharField("内部说明", max_length=300, blank=True, help_text="只在后台显示。")
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
            ),
            models.CheckConstraint(
                name="regulated_touches_only_as_permit",
                condition=Q(touches="") | Q(block=Block.NONE),
                violation_error_message="只有作业许可写涉及的职业编码。",
            ),
        ]

    def __str__(self) -> str:
        return self.qualification

    @property
    def in_words(self) -> str:
        """What the public reads of it, in whole sentences."""
        if self.block == Block.NONE:
            return self.public_note or (
                f"等级证书不代替“{self.qualification}”的作业许可，上岗另须持证的从其规定。"
            )
        doubt = "" if self.certainty == Certainty.VERIFIED else "对应关系待核对。"
        if self.block == Block.FULL:
            named = f"属准入类职业资格“{self.qualification}”，见{self.source}。"
        else:
            named = f"“{self.qualification}”属准入类职业资格。"
        return f"{named}{self.public_note}{doubt}"
