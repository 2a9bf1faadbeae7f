"""The register of agencies (评价机构目录): who may assess what, on any day."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.enums import OrganisationKind
from catalogue.enums import Level
from filing.enums import AgencyOrigin, AgencyStatus

# FACTS 1.1: letter, ministry's code, province, serial of the province.
PREFIX = RegexValidator(r"^[YS]\d{12}$", "证书编号前段是字母 Y 或 S 加 12 位数字，共 13 位。")


def holding(day: date) -> Q:
    """Rows with `since` and `until` that are in force on a day; `until` is the first day after."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> "DatedQuerySet":
        """Those in force on `day`."""
        return self.filter(holding(day))


class Agency(models.Model):
    """A filed agency. `code` is the 机构代码 or 机构备案号, `prefix` what its certificate numbers
    begin with; both may be equal. `valid_until` is the last day, none without a term. What may
    change is dated: its scope (`AgencyScope`) and its status (`AgencyPeriod`).

    `organisation` is none for one filed elsewhere that has no account here (LN-08)."""

    code = models.CharField("机构代码", max_length=40, unique=True)
    prefix = models.CharField(
        "证书编号前段", max_length=13, unique=True, null=True, blank=True, validators=[PREFIX]
    )
    name = models.CharField("机构名称", max_length=100)
    credit_code = models.CharField("统一社会信用代码", max_length=18, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="单位",
        related_name="agencies",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="备案地", related_name="+"
    )
    regulation_id = models.CharField("法规", max_length=50)
    issuer = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="回执出具机关",
        related_name="+",
        null=True,
        blank=True,
    )
    issuer_name = models.CharField("备案机关", max_length=100)
    origin = models.CharField("来源", max_length=10, choices=AgencyOrigin)
    address = models.CharField("地址", max_length=200, blank=True)
    contact = models.CharField("公开联系方式", max_length=200, blank=True)
    filed_on = models.DateField("备案日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)

    class Meta:
        verbose_name = "评价机构"
        verbose_name_plural = "评价机构"
        ordering = ["division__code", "name", "pk"]
        indexes = [
            models.Index(name="agency_name", fields=["name"]),
            models.Index(name="agency_expiry", fields=["valid_until"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="agency_once_per_regulation",
                fields=["credit_code", "regulation_id", "division"],
                violation_error_message="这个单位已在目录中。",
            ),
            models.CheckConstraint(
                name="agency_valid_after_filing",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("filed_on")),
                violation_error_message="有效期不能早于备案日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyScope(models.Model):
    """One occupation (and 工种) at one level that an agency may assess, for a time."""

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="scope")
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    standard = models.ForeignKey(
        "catalogue.Standard",
        models.PROTECT,
        verbose_name="评价依据",
        related_name="+",
        null=True,
        blank=True,
    )
    since = models.DateField("自")
    until = models.DateField("止（不含）", null=True, blank=True)
    filing = models.ForeignKey(
        "filing.Filing",
        models.PROTECT,
        verbose_name="备案",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "评价范围"
        verbose_name_plural = "评价范围"
        ordering = ["agency", "occupation__code", "work_type", "-level"]
        indexes = [
            models.Index(name="scope_finder", fields=["occupation", "level", "until"]),
            models.Index(name="scope_of_agency", fields=["agency", "until"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="scope_open_once",
                fields=["agency", "occupation", "work_type", "level"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="scope_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {Level(self.level).printed}"


class AgencyPeriod(models.Model):
    """A status of an agency for a time; the open one is that of today. `set_by` is none where a
    clock or a change of the organisation set it."""

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="periods")
    status = models.CharField("状态", max_length=10, choices=AgencyStatus)
    since = models.DateField("自")
    until = models.DateField("止（不含）", null=True, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    case = models.ForeignKey(
        "casework.Case",
        models.PROTECT,
        verbose_name="案件",
        related_name="+",
        null=True,
        blank=True,
    )
    set_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="办理人",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "机构状态"
        verbose_name_plural = "机构状态"
        ordering = ["agency", "since", "pk"]
        indexes = [models.Index(name="period_status", fields=["status", "until"])]
        constraints = [
            models.UniqueConstraint(
                name="period_one_open", fields=["agency"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="period_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.since}"


class AgencyRule(models.Model):
    """A rule or a list of fees that an agency publishes of itself (LN-15, SD-11); a newer version
    is another row."""

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="rules")
    title = models.CharField("名称", max_length=60)
    text = models.TextField("内容", max_length=20_000)
    published_on = models.DateField("公布日期")
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="公布人", related_name="+"
    )

    class Meta:
        verbose_name = "公布的制度和收费"
        verbose_name_plural = "公布的制度和收费"
        ordering = ["agency", "title", "-pk"]

    def __str__(self) -> str:
        return self.title


class ExpiryWarning(models.Model):
    """That an agency was told, so many months before its last day; told once."""

    agency = models.ForeignKey(Agency, models.CASCADE, verbose_name="机构", related_name="+")
    valid_until = models.DateField("有效期至")
    months = models.PositiveSmallIntegerField("提前月数")
    told_at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "到期提醒"
        verbose_name_plural = "到期提醒"
        constraints = [
            models.UniqueConstraint(
                name="expiry_warned_once", fields=["agency", "valid_until", "months"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.months}个月"
