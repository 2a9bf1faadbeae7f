"""What an office makes public (公告公示), and the objections to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from casework.enums import PublicationKind, PublicationStatus
from casework.models.case import Case


class Publication(models.Model):
    """An announcement, or a publicity with a window for objections.

    The window is counted in working days from the day after publication; `closes_on` is its last
    day. `act`: what the door does to the case, as the system, when the window ends without
    objection. What was published stays as it was: a correction is a new one that names the old.
    """

    kind = models.CharField("类别", max_length=15, choices=PublicationKind)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    office = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="发布单位",
        related_name="publications",
    )
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name="案件", related_name="publications", null=True
    )
    act = models.CharField("期满动作", max_length=40, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", related_name="+", null=True
    )
    published_at = models.DateTimeField("发布时间")
    published_on = models.DateField("发布日期")
    working_days = models.PositiveSmallIntegerField("公示工作日", null=True)
    closes_on = models.DateField("截止日期", null=True)
    estimated = models.BooleanField("预计", default=False)
    basis = models.CharField("依据", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=PublicationStatus)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True
    )
    end_reason = models.CharField("更正或撤下原因", max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, verbose_name="更正", related_name="corrected_by", null=True
    )

    class Meta:
        verbose_name = "公告公示"
        verbose_name_plural = "公告公示"
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(name="publication_due", fields=["status", "closes_on"])]
        constraints = [
            models.CheckConstraint(
                name="publication_window_for_publicity",
                condition=Q(
                    kind=PublicationKind.PUBLICITY,
                    working_days__gte=1,
                    closes_on__isnull=False,
                )
                | Q(kind=PublicationKind.ANNOUNCEMENT, working_days=None, closes_on=None),
                violation_error_message="公示须有期限，公告没有期限。",
            ),
            models.CheckConstraint(
                name="publication_status_fits_kind",
                condition=Q(status__in=[PublicationStatus.CORRECTED, PublicationStatus.WITHDRAWN])
                | Q(
                    kind=PublicationKind.PUBLICITY,
                    status__in=[PublicationStatus.OPEN, PublicationStatus.CLEARED],
                )
                | Q(kind=PublicationKind.ANNOUNCEMENT, status=PublicationStatus.PUBLISHED),
            ),
            models.CheckConstraint(
                name="publication_taken_back_has_reason",
                condition=Q(status__in=[PublicationStatus.CORRECTED, PublicationStatus.WITHDRAWN])
                & ~Q(end_reason="")
                | ~Q(status__in=[PublicationStatus.CORRECTED, PublicationStatus.WITHDRAWN])
                & Q(end_reason=""),
                violation_error_message="更正或撤下须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_publicity(self) -> bool:
        return self.kind == PublicationKind.PUBLICITY

    @property
    def is_open(self) -> bool:
        """Whether its window has not been closed yet."""
        return self.status == PublicationStatus.OPEN

    @property
    def is_in_force(self) -> bool:
        """Whether it may still be corrected or withdrawn."""
        return self.status in (PublicationStatus.OPEN, PublicationStatus.PUBLISHED)

    @property
    def tone(self) -> str:
        """The tone of its status sign."""
        tones = {PublicationStatus.OPEN: "info", PublicationStatus.CLEARED: "ok"}
        return tones.get(PublicationStatus(self.status), "neutral")


class Objection(models.Model):
    """An objection to a publicity, by name or without. Who objects and what they say is protected;
    the receipt number with a secret shown once lets the objector read the answer."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, verbose_name="公示", related_name="objections"
    )
    number = models.CharField("回执编号", max_length=20, unique=True)
    secret_hash = models.CharField("查询码摘要", max_length=64)
    token = models.UUIDField("表单编号", unique=True)
    name = EncryptedText("姓名", blank=True)
    contact = EncryptedText("联系方式", blank=True)
    text = EncryptedText("异议内容")
    submitted_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("异议成立", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", related_name="+", null=True
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(upheld=None, answer="", answered_at=None)
                | (Q(upheld__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                violation_error_message="答复须写明异议是否成立和理由。",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None
