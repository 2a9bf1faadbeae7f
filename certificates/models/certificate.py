"""A certificate, every edition of it that was ever issued, and the history of its status."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText, LookupHash
from accounts.identity import DocumentKind
from certificates.enums import CertificateLevel, CertificateStatus, Origin, UploadState


class Certificate(models.Model):
    """What is true of a certificate now; what was printed stands in its editions.

    `number` never changes. `agency` is none where the issuer is not in the register; `agency_name`
    is what is printed. `plan` and `entry` are none for one that was not assessed here.
    `standing_since` is the day from which the present status holds; `replaced_by` is what took the
    place of a replaced one."""

    number = models.CharField("证书编号", max_length=22, unique=True)
    origin = models.CharField("编号来源", max_length=10, choices=Origin)
    status = models.CharField(
        "状态", max_length=10, choices=CertificateStatus, default=CertificateStatus.VALID
    )
    standing_since = models.DateField("状态自")
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="换发为",
        related_name="replaces",
        null=True,
        blank=True,
    )
    name = models.CharField("姓名", max_length=50)
    document = models.CharField(
        "证件类型", max_length=20, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    id_number = EncryptedText("证件号码")
    id_hash = LookupHash("证件号码检索", of="id_number", purpose="id_number")
    employer = models.CharField("所在单位", max_length=100, blank=True)
    occupation_code = models.CharField("职业编码", max_length=20, blank=True)
    occupation = models.CharField("职业名称", max_length=100)
    work_type = models.CharField("工种/职业方向", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("职业技能等级", choices=CertificateLevel)
    agency = models.ForeignKey(
        "filing.Agency",
        models.PROTECT,
        verbose_name="评价机构",
        related_name="certificates",
        null=True,
        blank=True,
    )
    agency_name = models.CharField("评价机构名称", max_length=100)
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="所在地", related_name="+"
    )
    issued_on = models.DateField("发证日期")
    plan = models.ForeignKey(
        "assessment.Plan",
        models.PROTECT,
        verbose_name="计划",
        related_name="certificates",
        null=True,
        blank=True,
    )
    entry = models.OneToOneField(
        "assessment.Entry",
        models.PROTECT,
        verbose_name="报名",
        related_name="certificate",
        null=True,
        blank=True,
    )
    upload = models.CharField(
        "数据上传", max_length=10, choices=UploadState, default=UploadState.NONE
    )
    uploaded_on = models.DateField("上传日期", null=True, blank=True)
    national_on = models.DateField("全国可查日期", null=True, blank=True)

    class Meta:
        verbose_name = "证书"
        verbose_name_plural = "证书"
        ordering = ["number"]
        indexes = [
            models.Index(name="certificate_of_agency", fields=["agency", "issued_on"]),
            models.Index(name="certificate_of_plan", fields=["plan"]),
            models.Index(name="certificate_by_upload", fields=["upload", "issued_on"]),
            models.Index(name="certificate_by_place", fields=["division", "issued_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="certificate_uploaded_on_a_day",
                condition=Q(upload=UploadState.NONE, uploaded_on=None)
                | ~Q(upload=UploadState.NONE) & Q(uploaded_on__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_replaced_by_another",
                condition=Q(status=CertificateStatus.REPLACED, replaced_by__isnull=False)
                & ~Q(replaced_by=F("pk"))
                | ~Q(status=CertificateStatus.REPLACED) & Q(replaced_by=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def printed_work_type(self) -> str:
        """None prints as `--`, never blank (人社鉴发〔2021〕1号)."""
        return self.work_type or "--"

    @property
    def printed_level(self) -> str:
        """`三级/高级工`."""
        return str(CertificateLevel(self.level).label)


class Edition(models.Model):
    """One issue of a certificate: the first, a correction, a reissue. Never changed nor deleted
    (a trigger).

    `content` is the canonical JSON of what is printed (`certificates.documents.content.Content`).
    It may be encrypted anew: `content_sha256` tells whether it is the same. `file` is the PDF with
    its digest; none where a certificate of an earlier system was imported. `print_serial` is the
    证书印制流水码 of a preprinted blank."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, verbose_name="证书", related_name="editions"
    )
    sequence = models.PositiveSmallIntegerField("版次", default=1)
    content = EncryptedText("证书内容")
    content_sha256 = models.CharField("内容摘要", max_length=64)
    template_version = models.PositiveSmallIntegerField("模板版本", default=1)
    photo = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="照片",
        related_name="+",
        null=True,
        blank=True,
    )
    file = models.OneToOneField(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="证书文件",
        related_name="certificate_edition",
        null=True,
        blank=True,
    )
    sha256 = models.CharField("文件摘要", max_length=64, blank=True, db_index=True)
    signed_by = models.CharField("签名人", max_length=200, blank=True)
    print_serial = models.CharField("证书印制流水码", max_length=40, blank=True)
    remark = models.CharField("备注", max_length=100, blank=True)
    change = models.ForeignKey(
        "casework.Case",
        models.PROTECT,
        verbose_name="依据的案件",
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField("制证时间")
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制证人", related_name="+", null=True
    )

    class Meta:
        verbose_name = "证书版本"
        verbose_name_plural = "证书版本"
        ordering = ["certificate", "-sequence"]
        constraints = [
            models.UniqueConstraint(name="edition_once", fields=["certificate", "sequence"])
        ]

    def __str__(self) -> str:
        return f"{self.certificate} v{self.sequence}"


class StatusChange(models.Model):
    """When and why the status of a certificate changed. Never changed nor deleted (a trigger)."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, verbose_name="证书", related_name="history"
    )
    status = models.CharField("状态", max_length=10, choices=CertificateStatus)
    since = models.DateField("自")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="办理人", related_name="+", null=True
    )
    reason = models.CharField("原因", max_length=300, blank=True)
    case = models.ForeignKey(
        "casework.Case",
        models.PROTECT,
        verbose_name="案件",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "证书状态变动"
        verbose_name_plural = "证书状态变动"
        ordering = ["certificate", "-pk"]

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_status_display()}"
