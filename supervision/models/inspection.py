"""An inspection (检查任务), drawn or for a cause: visited, found, answered, mended, published."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from accounts.fields import EncryptedText
from casework.models import Case, StoredFile
from config import clock
from supervision.enums import (
    CampaignSubject,
    InspectionCause,
    InspectionResult,
    PointAnswer,
    Severity,
)
from supervision.enums import InspectionState as State
from supervision.models.campaign import Campaign, Draw
from supervision.models.inspection_parties import (
    answers,
    approves,
    decides,
    inspects,
    is_system,
    looks_after,
    rechecks,
    withdraws,
)

BEFORE_REPORT = (State.ASSIGNED, State.VISITING)
FALLS_AWAY = (State.ASSIGNED, State.RECTIFYING, State.RECTIFIED)


def is_heard(case: "Inspection") -> bool:
    """Whether the agency has said its word, had its time for it, or nothing was found."""
    if case.state != State.REPORTED:
        return True
    return case.statement_until is None or case.statement_until < clock.today()


def is_for_a_cause(case: "Inspection") -> bool:
    """Whether its inspectors were named, not drawn."""
    return case.cause != InspectionCause.DRAWN


def is_in_time(case: "Inspection") -> bool:
    """Whether the time for a rectification still runs."""
    return case.rectify_until is None or clock.today() <= case.rectify_until


def is_ripe(case: "Inspection") -> bool:
    """Whether a conclusion may follow: the agency was heard, and has had its time to mend."""
    return is_heard(case) and (case.state != State.RECTIFYING or not is_in_time(case))


class InspectionManager(models.Manager):
    def get_queryset(self):
        """With those whom permissions ask for, so that a desk of many asks once."""
        return super().get_queryset().select_related("agency").prefetch_related("inspectors")


class Inspection(Case):
    """`owner` is the agency's organisation, none where it has no account here, nor before an
    inspection for a cause begins: nobody is warned of it. `target` is the id that the draw knows
    the object by. `record` is what the inspectors handed in, canonical JSON with its digest;
    `statement_until` the agency's last day to answer it, none where nothing was found.

    One for a cause was proposed with `grounds`, perhaps because of a case, and approved by a second
    person; who is inspected reads neither cause nor grounds. One by a decision begins with the
    rectification that was decided."""

    cause = models.CharField(
        "检查缘由", max_length=10, choices=InspectionCause, default=InspectionCause.DRAWN
    )
    for_campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        verbose_name="抽查",
        related_name="inspections",
        null=True,
        blank=True,
    )
    drawn_by = models.ForeignKey(
        Draw,
        models.PROTECT,
        verbose_name="抽取",
        related_name="inspections",
        null=True,
        blank=True,
    )
    because_of = models.ForeignKey(
        Case,
        models.PROTECT,
        verbose_name="来源",
        related_name="inspections_for",
        null=True,
        blank=True,
    )
    grounds = EncryptedText("检查理由", blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="提出人",
        related_name="+",
        null=True,
        blank=True,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="批准人",
        related_name="+",
        null=True,
        blank=True,
    )
    methods = models.JSONField("检查方式", default=list, blank=True)
    begins_on = models.DateField("检查开始")
    ends_on = models.DateField("检查截止")
    target = models.CharField("对象编号", max_length=40)
    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="inspections"
    )
    session = models.ForeignKey(
        "assessment.Session",
        models.PROTECT,
        verbose_name="场次",
        related_name="+",
        null=True,
        blank=True,
    )
    begun_at = models.DateTimeField("开始检查时间", null=True, blank=True)
    words = models.TextField("检查情况", max_length=4000, blank=True)
    record = models.TextField("检查记录", blank=True)
    record_sha256 = models.CharField("检查记录摘要", max_length=64, blank=True)
    statement_until = models.DateField("陈述截止", null=True, blank=True)
    rectify_days = models.PositiveSmallIntegerField("整改期限（工作日）", null=True, blank=True)
    rectify_until = models.DateField("整改截止", null=True, blank=True)
    result = models.CharField("检查结果", max_length=12, choices=InspectionResult, blank=True)
    summary = models.TextField("公布内容", max_length=1000, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)

    objects = InspectionManager()

    class Meta:
        verbose_name = "检查任务"
        verbose_name_plural = "检查任务"
        indexes = [
            models.Index(name="inspection_of_agency", fields=["agency", "published_on"]),
            models.Index(name="inspection_published", fields=["published_on"]),
        ]
        constraints = [
            models.UniqueConstraint(name="inspection_once_a_draw", fields=["drawn_by", "target"]),
            models.CheckConstraint(
                name="inspection_published_with_result",
                condition=Q(published_on=None) | ~Q(result="") & ~Q(summary=""),
            ),
            models.CheckConstraint(
                name="inspection_drawn_or_for_a_cause",
                condition=Q(
                    cause=InspectionCause.DRAWN,
                    for_campaign__isnull=False,
                    drawn_by__isnull=False,
                )
                | ~Q(cause=InspectionCause.DRAWN)
                & Q(for_campaign=None, drawn_by=None, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                violation_error_message="提出检查和批准检查须是两个人。",
            ),
            models.CheckConstraint(
                name="inspection_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="检查截止日期不能早于开始日期。",
            ),
        ]

    @property
    def takes_materials(self) -> bool:
        """Whether the agency may add papers now."""
        return self.state in (State.REPORTED, State.RECTIFYING)

    @property
    def way(self) -> str:
        """How it came about, as everybody may read: nothing of the cause."""
        ways = {InspectionCause.DRAWN: "双随机检查", InspectionCause.DECISION: "限期整改"}
        return ways.get(InspectionCause(self.cause), "有因检查")

    @property
    def subject(self) -> str:
        """Whether an agency or one of its sessions is inspected."""
        return CampaignSubject.SESSIONS if self.session_id else CampaignSubject.AGENCIES

    @transition("state", source=State.PROPOSED, target=State.ASSIGNED, permission=approves)
    def approve(self): ...

    @transition("state", source=State.PROPOSED, target=State.CANCELLED, permission=approves)
    def refuse(self): ...

    @transition("state", source=State.PROPOSED, target=None, permission=withdraws)
    def revise(self): ...

    @transition("state", source=State.PROPOSED, target=State.CANCELLED, permission=withdraws)
    def withdraw(self): ...

    @transition("state", source=State.ASSIGNED, target=State.VISITING, permission=inspects)
    def begin(self): ...

    @transition("state", source=State.VISITING, target=State.REPORTED, permission=inspects)
    def report(self): ...

    @transition("state", source=BEFORE_REPORT, target=None, permission=inspects)
    def step_back(self): ...

    @transition(
        "state",
        source=BEFORE_REPORT,
        target=None,
        conditions=[lambda case: not is_for_a_cause(case)],
        permission=looks_after,
    )
    def replace(self): ...

    @transition(
        "state",
        source=BEFORE_REPORT,
        target=None,
        conditions=[is_for_a_cause],
        permission=decides,
    )
    def send(self): ...

    @transition("state", source=State.REPORTED, target=State.ANSWERED, permission=answers)
    def answer(self): ...

    @transition(
        "state",
        source=(State.REPORTED, State.ANSWERED),
        target=State.RECTIFYING,
        conditions=[is_heard],
        permission=decides,
    )
    def order(self): ...

    @transition("state", source=State.RECTIFYING, target=State.RECTIFIED, permission=answers)
    def rectify(self): ...

    @transition(
        "state",
        source=State.RECTIFYING,
        target=None,
        conditions=[is_in_time],
        permission=answers,
    )
    def ask_for_time(self): ...

    @transition(
        "state",
        source=State.RECTIFYING,
        target=None,
        conditions=[is_in_time],
        permission=decides,
    )
    def extend(self): ...

    @transition("state", source=State.RECTIFIED, target=State.RECTIFYING, permission=rechecks)
    def send_back(self): ...

    @transition(
        "state",
        source=(State.REPORTED, State.ANSWERED, State.RECTIFYING, State.RECTIFIED),
        target=State.CONCLUDED,
        conditions=[is_ripe],
        permission=decides,
    )
    def conclude(self): ...

    @transition("state", source=State.CONCLUDED, target=State.PUBLISHED, permission=decides)
    def publish(self): ...

    @transition("state", source=FALLS_AWAY, target=State.CANCELLED, permission=is_system)
    def cancel(self): ...


class Inspector(models.Model):
    """Who was sent by lot, and who stepped back and why. `number` is that of the pool."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name="检查任务", related_name="inspectors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="检查人员",
        related_name="inspections",
    )
    number = models.PositiveSmallIntegerField("编号")
    sent_at = models.DateTimeField("派出时间")
    left_at = models.DateTimeField("退出时间", null=True)
    reason = models.CharField("退出原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "检查人员"
        verbose_name_plural = "检查人员"
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(name="inspector_sent_once", fields=["inspection", "user"]),
            models.CheckConstraint(
                name="inspector_left_with_reason",
                condition=Q(left_at=None, reason="") | Q(left_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class CheckAnswer(models.Model):
    """What a point of the checklist came to, kept as it is tapped."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name="检查任务", related_name="answers"
    )
    point = models.CharField("检查要点", max_length=40)
    value = models.CharField("结果", max_length=4, choices=PointAnswer)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+"
    )
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "检查要点结果"
        verbose_name_plural = "检查要点结果"
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(name="check_answer_once", fields=["inspection", "point"])
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.get_value_display()}"


class Finding(models.Model):
    """A problem that was found, and what is to be done about it. `token` makes a form sent twice
    one finding; one that was struck out stays with who struck it."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name="检查任务", related_name="findings"
    )
    point = models.CharField("检查要点", max_length=40, blank=True)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    text = models.TextField("问题", max_length=1000)
    demand = models.TextField("整改要求", max_length=500, blank=True)
    token = models.UUIDField("表单编号", unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+"
    )
    at = models.DateTimeField("记录时间")
    struck_at = models.DateTimeField("删除时间", null=True)

    class Meta:
        verbose_name = "检查发现的问题"
        verbose_name_plural = "检查发现的问题"
        ordering = ["inspection", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class FindingPhoto(models.Model):
    """A photo or paper that shows a finding. Only ever added."""

    finding = models.ForeignKey(Finding, models.PROTECT, verbose_name="问题", related_name="photos")
    file = models.OneToOneField(
        StoredFile, models.PROTECT, verbose_name="文件", related_name="finding_photo"
    )

    class Meta:
        verbose_name = "检查照片"
        verbose_name_plural = "检查照片"
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return str(self.file)
