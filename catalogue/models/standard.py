"""What an occupation is assessed by: versions of a standard, their levels and subjects (LC-07)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from catalogue.enums import Level, StandardKind, SubjectKind
from catalogue.models.bounds import DATES, between
from catalogue.models.of_occupation import ONLY_OCCUPATIONS, OfOccupation
from catalogue.rules import OWNER_CODE


class Standard(OfOccupation):
    """One version of the basis for an occupation: the national standard, or the 评价规范 of an
    industry or of one enterprise where there is none."""

    code = models.SlugField(
        "标准编号",
        max_length=80,
        unique=True,
        error_messages={"unique": "这个标准编号已经有了。"},
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation",
        models.PROTECT,
        verbose_name="职业",
        related_name="standards",
        limit_choices_to=ONLY_OCCUPATIONS,
    )
    kind = models.CharField("类别", max_length=10, choices=StandardKind)
    owner_code = models.CharField(
        "企业统一社会信用代码",
        max_length=18,
        blank=True,
        validators=[RegexValidator(OWNER_CODE, "统一社会信用代码是18位数字和大写字母。")],
        help_text="企业评价规范必填，其他类别不填。",
    )
    version = models.CharField("版本", max_length=40)
    effective_from = models.DateField("启用日期", null=True, blank=True, validators=DATES)
    effective_until = models.DateField(
        "停用日期",
        null=True,
        blank=True,
        validators=DATES,
        help_text="自该日起不再使用；空表示在用。",
    )
    condition_set = models.ForeignKey(
        "catalogue.ConditionSet",
        models.PROTECT,
        verbose_name="申报条件组",
        related_name="standards",
    )
    checked = models.BooleanField(
        "已核对", default=False, help_text="等级、科目、条件已与公布的标准文本核对。"
    )
    source = models.CharField("来源", max_length=300)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "职业标准"
        verbose_name_plural = "职业标准"
        ordering = ["occupation__code", "kind", "-effective_from", "code"]
        constraints = [
            models.CheckConstraint(
                name="standard_of_enterprise_names_its_owner",
                condition=Q(kind=StandardKind.ENTERPRISE) & ~Q(owner_code="")
                | ~Q(kind=StandardKind.ENTERPRISE) & Q(owner_code=""),
                violation_error_message="企业评价规范必须写企业统一社会信用代码，其他类别不写。",
            ),
            models.CheckConstraint(
                name="standard_ends_after_it_begins",
                condition=Q(effective_from=None)
                | Q(effective_until=None)
                | Q(effective_until__gt=F("effective_from")),
                violation_error_message="停用日期必须晚于启用日期。",
            ),
            models.UniqueConstraint(
                fields=["occupation", "kind", "owner_code", "version"],
                name="standard_version_once",
                violation_error_message="这个职业已有同类别、同版本的标准。",
            ),
            models.UniqueConstraint(
                fields=["occupation", "kind", "owner_code"],
                condition=Q(effective_until=None),
                name="standard_one_open_version",
                violation_error_message="上一版本还没有停用日期，请先填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation.name} {self.get_kind_display()} {self.version}"


class StandardLevel(models.Model):
    """A level that a standard sets."""

    standard = models.ForeignKey(
        Standard, models.CASCADE, verbose_name="职业标准", related_name="levels"
    )
    level = models.PositiveSmallIntegerField("等级", choices=Level)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "标准的等级"
        verbose_name_plural = "标准的等级"
        ordering = ["standard", "-level"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "level"],
                name="standard_level_once",
                violation_error_message="这个标准已有这个等级。",
            )
        ]

    def __str__(self) -> str:
        return Level(self.level).printed

    @property
    def national(self) -> Level:
        return Level(self.level)


class Subject(models.Model):
    """What is tested at a level, when it is passed, and how many people it takes. Each subject is
    passed by itself: marks are never averaged (国家职业标准)."""

    standard_level = models.ForeignKey(
        StandardLevel, models.CASCADE, verbose_name="标准的等级", related_name="subjects"
    )
    kind = models.CharField("科目", max_length=10, choices=SubjectKind)
    full_mark = models.PositiveSmallIntegerField("满分", default=100, validators=between(1, 1000))
    pass_mark = models.PositiveSmallIntegerField("合格分", default=60, validators=between(1, 1000))
    minutes = models.PositiveSmallIntegerField(
        "最少时长（分钟）",
        null=True,
        blank=True,
        validators=between(1, 1440),
        help_text="空表示按职业另定。",
    )
    candidates_per_examiner = models.PositiveSmallIntegerField(
        "每名考评人员最多考生数",
        null=True,
        blank=True,
        validators=between(1, 1000),
        help_text="空表示不按人数配比。",
    )
    minimum_examiners = models.PositiveSmallIntegerField(
        "最少考评人员数", default=1, validators=between(1, 99)
    )
    odd_examiners = models.BooleanField("人数须为单数", default=False)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "考核科目"
        verbose_name_plural = "考核科目"
        ordering = ["standard_level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard_level", "kind"],
                name="subject_kind_once_per_level",
                violation_error_message="这个等级已有这个科目。",
            ),
            models.CheckConstraint(
                name="subject_pass_mark_within_full_mark",
                condition=Q(pass_mark__gt=0) & Q(pass_mark__lte=F("full_mark")),
                violation_error_message="合格分应大于0且不超过满分。",
            ),
            models.CheckConstraint(
                name="subject_minimum_is_odd_where_odd_needed",
                condition=Q(odd_examiners=False) | Q(minimum_examiners__in=range(1, 100, 2)),
                violation_error_message="人数须为单数时，最少人数也应是单数。",
            ),
        ]

    def __str__(self) -> str:
        return str(SubjectKind(self.kind).label)

    @property
    def staffing(self) -> str:
        """The staffing rule in words: `考评员与考生不低于1:5，不少于3人且为单数`."""
        staff = SubjectKind(self.kind).staff
        ratio = (
            f"与考生不低于1:{self.candidates_per_examiner}，"
            if self.candidates_per_examiner
            else ""
        )
        odd = "且为单数" if self.odd_examiners else ""
        return f"{staff}{ratio}不少于{self.minimum_examiners}人{odd}"
