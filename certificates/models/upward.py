"""What goes upward: upload files, month ends, exports, and the interface of other systems."""

from django.db import models
from django.db.models import Q

from certificates.enums import ExportKind, ReportLevel, UploadKind


class Upload(models.Model):
    """An upload file in the columns of the 结果备案表（二） as it was made. `plan` or the days
    `first_on` to `last_on` say of what."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="uploads"
    )
    plan = models.ForeignKey(
        "assessment.Plan",
        models.PROTECT,
        verbose_name="计划",
        related_name="+",
        null=True,
        blank=True,
    )
    first_on = models.DateField("发证日期自", null=True, blank=True)
    last_on = models.DateField("发证日期至", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制表人", related_name="+"
    )
    made_at = models.DateTimeField("制表时间")
    sent_on = models.DateField("上传日期", null=True, blank=True)
    sent_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="上传人",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "证书数据上传"
        verbose_name_plural = "证书数据上传"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="upload_sent_by_somebody",
                condition=Q(sent_on=None, sent_by=None)
                | Q(sent_on__isnull=False, sent_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.made_at:%Y-%m-%d}"


class UploadRow(models.Model):
    """A certificate in an upload file, and what the upper system answered. `edition` is the one
    whose data it carried."""

    upload = models.ForeignKey(Upload, models.CASCADE, verbose_name="上传", related_name="rows")
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, verbose_name="证书", related_name="upload_rows"
    )
    edition = models.ForeignKey(
        "certificates.Edition", models.PROTECT, verbose_name="版本", related_name="+"
    )
    kind = models.CharField("类别", max_length=10, choices=UploadKind)
    refused = models.CharField("退回原因", max_length=200, blank=True)
    answered_on = models.DateField("回执日期", null=True, blank=True)

    class Meta:
        verbose_name = "上传明细"
        verbose_name_plural = "上传明细"
        ordering = ["upload", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="upload_row_once", fields=["upload", "certificate", "kind"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.certificate_id}"


class UploadTakenBack(models.Model):
    """That a file counted as uploaded and was none: who took it back, and why. Never changed nor
    deleted (a trigger); the file may be dropped afterwards, so its number is written down."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="+"
    )
    upload_number = models.PositiveBigIntegerField("上传表", db_index=True)
    sent_on = models.DateField("原上传日期")
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="原上传人", related_name="+"
    )
    count = models.PositiveIntegerField("回到未上传的证书")
    reason = models.CharField("撤回原因", max_length=200)
    by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="撤回人", related_name="+")
    at = models.DateTimeField("撤回时间")

    class Meta:
        verbose_name = "上传标记撤回"
        verbose_name_plural = "上传标记撤回"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.upload_number}"


class UploadWarning(models.Model):
    """That the agency was told of a certificate whose subsidy date draws near; told once."""

    certificate = models.OneToOneField(
        "certificates.Certificate", models.CASCADE, verbose_name="证书", related_name="+"
    )
    told_at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "上传提醒"
        verbose_name_plural = "上传提醒"

    def __str__(self) -> str:
        return str(self.certificate_id)


class MonthlyReport(models.Model):
    """A 认定结果汇总表 of a month (LN-11), of an agency, or of the city or province `division`.
    `rows` are frozen with the confirmation; until then they are counted anew."""

    level = models.CharField("层级", max_length=10, choices=ReportLevel)
    month = models.DateField("月份")
    regulation_id = models.CharField("法规", max_length=50)
    agency = models.ForeignKey(
        "filing.Agency",
        models.PROTECT,
        verbose_name="评价机构",
        related_name="monthly_reports",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="所在地", related_name="+"
    )
    rows = models.JSONField("内容", default=list, blank=True)
    holders = models.PositiveIntegerField("持证人数", null=True, blank=True)
    made_at = models.DateTimeField("生成时间")
    office = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="确认单位",
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="确认人",
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "认定结果汇总表"
        verbose_name_plural = "认定结果汇总表"
        ordering = ["-month", "level", "pk"]
        indexes = [models.Index(name="monthly_of_place", fields=["division", "month"])]
        constraints = [
            models.UniqueConstraint(
                name="monthly_once_an_agency",
                fields=["month", "agency"],
                condition=Q(level=ReportLevel.AGENCY),
            ),
            models.UniqueConstraint(
                name="monthly_once_a_place",
                fields=["month", "regulation_id", "level", "division"],
                condition=~Q(level=ReportLevel.AGENCY),
            ),
            models.CheckConstraint(
                name="monthly_is_of_somebody",
                condition=Q(level=ReportLevel.AGENCY, agency__isnull=False)
                | ~Q(level=ReportLevel.AGENCY) & Q(agency=None),
            ),
            models.CheckConstraint(
                name="monthly_confirmed_by_somebody",
                condition=Q(confirmed_by=None, confirmed_at=None, office=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, office__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency or self.division}"


class Export(models.Model):
    """That a file about many people left the portal: who, for whom, what, how many. Never changed
    nor deleted (a trigger)."""

    kind = models.CharField("内容", max_length=10, choices=ExportKind)
    about = models.CharField("范围", max_length=200)
    count = models.PositiveIntegerField("条数")
    sha256 = models.CharField("文件摘要", max_length=64)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="导出人", related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="+"
    )
    at = models.DateTimeField("导出时间")

    class Meta:
        verbose_name = "证书数据导出"
        verbose_name_plural = "证书数据导出"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about}"


class ApiToken(models.Model):
    """A key of another system to the data of an office's territory. Only the digest of the secret
    is kept; `head` is what people tell tokens apart by."""

    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="机关", related_name="api_tokens"
    )
    name = models.CharField("用途", max_length=60)
    head = models.CharField("令牌开头", max_length=12)
    digest = models.CharField("令牌摘要", max_length=64, unique=True)
    scopes = models.JSONField("范围", default=list)
    valid_until = models.DateField("有效期至")
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="创建人", related_name="+"
    )
    created_at = models.DateTimeField("创建时间")
    revoked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="停用人",
        related_name="+",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_revoked_by_somebody",
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.head}…）"


class ApiCall(models.Model):
    """A call with a token, answered or refused. Never changed nor deleted (a trigger)."""

    token = models.ForeignKey(ApiToken, models.PROTECT, verbose_name="令牌", related_name="calls")
    at = models.DateTimeField("时间")
    path = models.CharField("接口", max_length=200)
    query = models.CharField("条件", max_length=500, blank=True)
    status = models.PositiveSmallIntegerField("状态码")
    count = models.PositiveIntegerField("条数", default=0)
    address = models.CharField("来源地址", max_length=45, blank=True)

    class Meta:
        verbose_name = "接口调用记录"
        verbose_name_plural = "接口调用记录"
        ordering = ["-pk"]
        indexes = [models.Index(name="apicall_of_token", fields=["token", "at"])]

    def __str__(self) -> str:
        return f"{self.token_id} {self.path}"
