"""A complaint (投诉举报): somebody tells the office what an agency, a person or an office did."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.fields import EncryptedText
from casework.models import Case
from supervision.enums import ComplaintChannel, ComplaintOutcome, ComplaintTarget, WordKind
from supervision.enums import ComplaintState as State
from supervision.models.complaint_parties import handles

OPEN = (State.RECEIVED, State.ACCEPTED)
KNOWN = (State.RECEIVED, State.ACCEPTED, State.ANSWERED)


def has_account(complaint: "Complaint") -> bool:
    """Whether the accused can be asked here."""
    return complaint.accused is not None and complaint.accused.is_active


def has_party(complaint: "Complaint") -> bool:
    """Whether it is known whose violation it may be."""
    return complaint.agency_id is not None or complaint.about_plan_id is not None


def has_plan(complaint: "Complaint") -> bool:
    return complaint.about_plan_id is not None


class ComplaintManager(models.Manager):
    def get_queryset(self):
        """With the accused, as every row of a desk asks whether it has an account here."""
        return super().get_queryset().select_related("accused")


class Complaint(Case):
    """`accused` is the organisation whose people must not know of it, `accused_code` its
    统一社会信用代码, which one without an account here has as well. `said` names the accused as the
    complainant did. Name and contact are the complainant's, empty for an anonymous one; nobody owns
    the case and no account stands behind it. `code_hash` is the digest of the tracking code, which
    is shown once and kept nowhere; `entered_by` is the officer who entered a call or a report."""

    channel = models.CharField("来源", max_length=10, choices=ComplaintChannel)
    category = models.CharField("类别", max_length=40)
    target = models.CharField("投诉对象", max_length=12, choices=ComplaintTarget)
    accused = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="被投诉单位",
        related_name="+",
        null=True,
        blank=True,
    )
    accused_code = models.CharField("被投诉单位代码", max_length=18, blank=True, db_index=True)
    agency = models.ForeignKey(
        "filing.Agency",
        models.PROTECT,
        verbose_name="评价机构",
        related_name="+",
        null=True,
        blank=True,
    )
    about_plan = models.ForeignKey(
        "assessment.Plan",
        models.PROTECT,
        verbose_name="评价计划",
        related_name="+",
        null=True,
        blank=True,
    )
    certificate = models.ForeignKey(
        "certificates.Certificate",
        models.PROTECT,
        verbose_name="证书",
        related_name="+",
        null=True,
        blank=True,
    )
    said = EncryptedText("投诉对象原文", blank=True)
    occasion = models.CharField("时间和场次", max_length=100, blank=True)
    text = EncryptedText("投诉内容")
    named = models.BooleanField("实名", default=False)
    name = EncryptedText("姓名", blank=True)
    contact = EncryptedText("联系方式", blank=True)
    media = models.CharField("媒体", max_length=100, blank=True)
    media_link = models.URLField("报道网址", max_length=500, blank=True)
    code_hash = models.CharField("查询码摘要", max_length=64, unique=True)
    token = models.UUIDField("表单编号", unique=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="登记人",
        related_name="+",
        null=True,
        blank=True,
    )
    outcome = models.CharField("结论", max_length=10, choices=ComplaintOutcome, blank=True)

    objects = ComplaintManager()

    class Meta:
        verbose_name = "投诉举报"
        verbose_name_plural = "投诉举报"
        indexes = [models.Index(name="complaint_of_accused", fields=["accused"])]
        constraints = [
            models.CheckConstraint(
                name="complaint_online_is_entered_by_nobody",
                condition=Q(channel=ComplaintChannel.ONLINE, entered_by=None)
                | ~Q(channel=ComplaintChannel.ONLINE) & Q(entered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_media_is_named",
                condition=~Q(channel=ComplaintChannel.MEDIA) | ~Q(media=""),
                violation_error_message="媒体报道请写明媒体名称。",
            ),
        ]

    @property
    def is_followed(self) -> bool:
        """Whether its author may still add to it."""
        return self.state in KNOWN

    @transition("state", source=State.RECEIVED, target=State.ACCEPTED, permission=handles)
    def accept(self): ...

    @transition("state", source=State.RECEIVED, target=State.REFUSED, permission=handles)
    def refuse(self): ...

    @transition("state", source=State.ACCEPTED, target=State.ANSWERED, permission=handles)
    def answer(self): ...

    @transition("state", source=State.ANSWERED, target=State.CLOSED, permission=handles)
    def close(self): ...

    @transition("state", source=State.ANSWERED, target=State.ACCEPTED, permission=handles)
    def reopen(self): ...

    @transition(
        "state",
        source=State.ACCEPTED,
        target=None,
        conditions=[has_account],
        permission=handles,
    )
    def ask(self): ...

    @transition(
        "state",
        source=(State.ACCEPTED, State.ANSWERED),
        target=None,
        conditions=[has_party],
        permission=handles,
    )
    def lead(self): ...

    @transition("state", source=KNOWN, target=None, conditions=[has_plan], permission=handles)
    def hold(self): ...

    @transition("state", source=KNOWN, target=None, permission=handles)
    def identify(self): ...

    @transition("state", source=OPEN, target=None, permission=handles)
    def transfer(self): ...

    @transition("state", source=KNOWN, target=None, permission=handles)
    def step_back(self): ...


class ComplaintWord(models.Model):
    """What the complainant added and what the office answered, as the tracking page shows it. Kept
    as written (a trigger); `token` makes a form sent twice one word."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, verbose_name="投诉举报", related_name="words"
    )
    kind = models.CharField("类别", max_length=12, choices=WordKind)
    text = EncryptedText("内容")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", related_name="+", null=True
    )
    token = models.UUIDField("表单编号", unique=True, null=True)

    class Meta:
        verbose_name = "投诉往来"
        verbose_name_plural = "投诉往来"
        ordering = ["complaint", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="complaint_word_is_somebodys",
                condition=Q(kind=WordKind.SUPPLEMENT, by=None)
                | ~Q(kind=WordKind.SUPPLEMENT) & Q(by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.get_kind_display()}"


class ComplaintBar(models.Model):
    """An officer who stepped back from a complaint (回避), and why. Kept for good."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, verbose_name="投诉举报", related_name="bars"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="回避人", related_name="+"
    )
    reason = models.CharField("事由", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "投诉回避"
        verbose_name_plural = "投诉回避"
        ordering = ["complaint", "pk"]
        constraints = [
            models.UniqueConstraint(name="complaint_bar_once", fields=["complaint", "user"])
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.user}"


class ComplaintLead(models.Model):
    """A case that a complaint led to, such as a violation. Kept for good."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, verbose_name="投诉举报", related_name="leads"
    )
    case = models.OneToOneField(Case, models.PROTECT, verbose_name="案件", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "投诉线索"
        verbose_name_plural = "投诉线索"
        ordering = ["complaint", "pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.case_id}"
