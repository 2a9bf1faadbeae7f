"""申报条件: what opens a level, as data that a pure function can decide on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Engagement, Level, School, Schooling, TitleGrade
from catalogue.models.bounds import MONTHS, ORDINALS, between


class ConditionSet(models.Model):
    """The entry conditions of all levels under one edition of the rule, or of one standard."""

    code = models.SlugField(
        "编号",
        max_length=60,
        unique=True,
        error_messages={"unique": "这个编号已经有了。"},
    )
    name = models.CharField("名称", max_length=100)
    source = models.CharField("依据", max_length=300)
    is_default = models.BooleanField(
        "默认", default=False, help_text="标准没有另行规定时采用；只能有一个。"
    )

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "申报条件组"
        verbose_name_plural = "申报条件组"
        ordering = ["-code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="condition_set_one_default",
                violation_error_message="已经有一个默认的申报条件组了。",
            )
        ]

    def __str__(self) -> str:
        return self.name


def validate_schools(value: object) -> None:
    """A list of `School` values, each once."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        raise ValidationError("学校类别应为不重复的列表。")
    if unknown := [item for item in value if item not in School.values]:
        raise ValidationError(f"不认识的学校类别：{'、'.join(map(str, unknown))}。")


class EntryCondition(models.Model):
    """One way into a level: every field that is filled must hold, and any ONE row of a level is
    enough. `text` is for people; nothing is decided by it.

    Months count: `work_months` all work in this or a related occupation; `prior_work_months`,
    `title_work_months` and `school_work_months` such work after the certificate, title or
    graduation; `prior_held_months` the time since the certificate, worked or not.
    """

    condition_set = models.ForeignKey(
        ConditionSet, models.CASCADE, verbose_name="申报条件组", related_name="conditions"
    )
    level = models.PositiveSmallIntegerField("申报等级", choices=Level)
    ordinal = models.PositiveSmallIntegerField("序号", validators=ORDINALS)
    text = models.CharField("条文", max_length=300)

    minimum_age = models.PositiveSmallIntegerField(
        "最低年龄（周岁）", null=True, blank=True, validators=between(1, 100)
    )
    engagement = models.CharField("从业状态", max_length=10, choices=Engagement, blank=True)
    work_months = models.PositiveSmallIntegerField("累计工作（月）", default=0, validators=MONTHS)
    apprenticeship = models.BooleanField("学徒期满", default=False)

    prior_level = models.PositiveSmallIntegerField(
        "已有证书等级", choices=Level, null=True, blank=True
    )
    prior_work_months = models.PositiveSmallIntegerField(
        "取证后工作（月）", default=0, validators=MONTHS
    )
    prior_held_months = models.PositiveSmallIntegerField(
        "持证时间（月）", default=0, validators=MONTHS
    )
    reserve_technician = models.BooleanField("持预备技师证书", default=False)

    title = models.CharField("职称", max_length=8, choices=TitleGrade, blank=True)
    title_work_months = models.PositiveSmallIntegerField(
        "取得职称后工作（月）", default=0, validators=MONTHS
    )

    schools = models.JSONField(
        "学校类别", default=list, blank=True, validators=[validate_schools], help_text="任一即可。"
    )
    schooling = models.CharField("学业阶段", max_length=10, choices=Schooling, blank=True)
    related_major = models.BooleanField("本专业或相关专业", default=False)
    assessed_programme = models.BooleanField("经评估论证", default=False)
    school_work_months = models.PositiveSmallIntegerField(
        "毕业后工作（月）", default=0, validators=MONTHS
    )

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "申报条件"
        verbose_name_plural = "申报条件"
        ordering = ["condition_set", "-level", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition_set", "level", "ordinal"],
                name="entry_condition_ordinal_once",
                violation_error_message="这个等级已有同一序号的条件。",
            ),
            models.CheckConstraint(
                name="entry_condition_prior_level_is_lower",
                condition=Q(prior_level=None) | Q(prior_level__gt=F("level")),
                violation_error_message="已有证书的等级必须低于申报等级。",
            ),
            models.CheckConstraint(
                name="entry_condition_months_have_their_ground",
                condition=(Q(prior_work_months=0, prior_held_months=0) | ~Q(prior_level=None))
                & (Q(title_work_months=0) | ~Q(title="")),
                violation_error_message="写了取证后或取得职称后的时间，就要写明证书等级或职称。",
            ),
            models.CheckConstraint(
                name="entry_condition_schooling_has_schools",
                condition=Q(
                    schooling="",
                    schools=[],
                    related_major=False,
                    assessed_programme=False,
                    school_work_months=0,
                )
                | (~Q(schooling="") & ~Q(schools=[])),
                violation_error_message="学校类别与学业阶段要一起写；不看学历时，专业、论证、毕业后工作都不写。",
            ),
            models.CheckConstraint(
                name="entry_condition_asks_for_something",
                condition=Q(minimum_age__isnull=False)
                | ~Q(engagement="")
                | Q(work_months__gt=0)
                | Q(apprenticeship=True)
                | Q(prior_level__isnull=False)
                | Q(reserve_technician=True)
                | ~Q(title="")
                | ~Q(schooling=""),
                violation_error_message="至少写一项要求。",
            ),
        ]

    def __str__(self) -> str:
        return f"{Level(self.level).short}第{self.ordinal}项"

    @property
    def demands(self) -> list[str]:
        """What the data asks for, in words: what a machine will decide by."""
        parts = [
            self.minimum_age and f"年满{self.minimum_age}周岁",
            self.engagement and f"{Engagement(self.engagement).label}本职业或相关职业",
            self.work_months and f"累计工作满{span(self.work_months)}",
            self.apprenticeship and "学徒期满",
            self.prior_level and f"持{Level(self.prior_level).printed}证书",
            self.prior_work_months and f"取证后工作满{span(self.prior_work_months)}",
            self.prior_held_months and f"持证满{span(self.prior_held_months)}",
            self.reserve_technician and "持预备技师证书",
            self.title and TitleGrade(self.title).label,
            self.title_work_months and f"取得职称后工作满{span(self.title_work_months)}",
            self.schooling and self._schooling_in_words(),
            self.school_work_months and f"毕业后工作满{span(self.school_work_months)}",
        ]
        return [str(part) for part in parts if part]

    def _schooling_in_words(self) -> str:
        schools = " / ".join(str(School(school).label) for school in self.schools)
        ground = "经评估论证的" if self.assessed_programme else ""
        major = "，本专业或相关专业" if self.related_major else ""
        return f"{ground}{schools}{Schooling(self.schooling).label}{major}"


def span(months: int) -> str:
    """`60` → `5年`, `18` → `18个月`."""
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
