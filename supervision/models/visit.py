"""A visit of an external supervisor to a session (督导任务): sent by lot, noted, rated."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import transition

from casework.models import Case, StoredFile
from config import clock
from supervision.enums import PointAnswer, Severity
from supervision.enums import VisitState as State
from supervision.models.corps import CorpsAppointment
from supervision.models.corps_parties import (
    comments,
    directs,
    directs_or_is_system,
    is_sent,
    is_system,
)

NOTED = (State.REPORTED, State.COMMENTED, State.RATED)


def is_before(case: "Visit") -> bool:
    """Whether the session has not begun; whoever declines later leaves nobody time to come."""
    return clock.now() < case.session.starts_at


def is_over(case: "Visit") -> bool:
    """Whether the session has ended: what comes after it is looked at too."""
    return case.session.ends_at <= clock.now()


def is_heard(case: "Visit") -> bool:
    """Whether the agency has commented, or had its time for it."""
    if case.state != State.REPORTED:
        return True
    return case.comment_until is None or case.comment_until < clock.today()


class Sending(models.Model):
    """One lot by which an office sent supervisors to a session. Only ever added.

    `rotation_waived`: too few would have been left, so those who came lately could be drawn too."""

    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="sendings"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="委派机关", related_name="+"
    )
    lot = models.OneToOneField(
        "casework.Lot", models.PROTECT, verbose_name="抽签", related_name="+"
    )
    team = models.PositiveSmallIntegerField("委派人数")
    rotation_waived = models.BooleanField("未作轮换", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="委派人", related_name="+"
    )
    at = models.DateTimeField("委派时间")

    class Meta:
        verbose_name = "督导委派"
        verbose_name_plural = "督导委派"
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"{self.session} {self.team} 人"


class SendingMember(models.Model):
    """Who a number of a lot is. Only ever added."""

    sending = models.ForeignKey(
        Sending, models.PROTECT, verbose_name="委派", related_name="members"
    )
    number = models.PositiveSmallIntegerField("编号")
    appointment = models.ForeignKey(
        CorpsAppointment, models.PROTECT, verbose_name="聘任", related_name="+"
    )

    class Meta:
        verbose_name = "抽签名录"
        verbose_name_plural = "抽签名录"
        ordering = ["sending", "number"]
        constraints = [
            models.UniqueConstraint(name="sending_number_once", fields=["sending", "number"]),
            models.UniqueConstraint(name="sending_person_once", fields=["sending", "appointment"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号"


class VisitManager(models.Manager):
    def get_queryset(self):
        """With what permissions ask for, so that a desk of many asks once."""
        return super().get_queryset().select_related("agency", "session")


class Visit(Case):
    """`number_drawn` is that of the lot. `record` is the note as it was handed in, canonical JSON
    with its digest; `due_day` the last day on which it was in time; `comment_until` the agency's
    last day for a comment. `reminded`: what the supervisor was last reminded of."""

    sending = models.ForeignKey(Sending, models.PROTECT, verbose_name="委派", related_name="visits")
    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="corps_visits"
    )
    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="corps_visits"
    )
    appointment = models.ForeignKey(
        CorpsAppointment, models.PROTECT, verbose_name="聘任", related_name="visits"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="督导员", related_name="+"
    )
    number_drawn = models.PositiveSmallIntegerField("抽签编号")
    words = models.TextField("督导情况", max_length=2000, blank=True)
    record = models.TextField("督导记录", blank=True)
    record_sha256 = models.CharField("督导记录摘要", max_length=64, blank=True)
    reported_on = models.DateField("提交日期", null=True, blank=True)
    due_day = models.DateField("提交期限", null=True, blank=True)
    comment_until = models.DateField("反馈截止", null=True, blank=True)
    comment = models.TextField("机构反馈", max_length=1000, blank=True)
    reminded = models.CharField("已提醒", max_length=10, blank=True)

    objects = VisitManager()

    class Meta:
        verbose_name = "督导任务"
        verbose_name_plural = "督导任务"
        indexes = [
            models.Index(name="visit_of_person", fields=["person", "session"]),
            models.Index(name="visit_of_agency", fields=["agency", "reported_on"]),
        ]
        constraints = [
            models.UniqueConstraint(name="visit_once_a_sending", fields=["sending", "person"]),
            models.CheckConstraint(
                name="visit_reported_whole",
                condition=Q(record="", record_sha256="", reported_on=None, due_day=None)
                | ~Q(record="")
                & ~Q(record_sha256="")
                & Q(reported_on__isnull=False, due_day__isnull=False),
            ),
        ]

    @property
    def takes_materials(self) -> bool:
        """Papers come as photos of findings, not beside the note."""
        return False

    @property
    def in_time(self) -> bool | None:
        """Whether the note came in time; None before it came."""
        return None if self.reported_on is None else self.reported_on <= self.due_day

    @transition(
        "state",
        source=State.ASSIGNED,
        target=State.DECLINED,
        conditions=[is_before],
        permission=is_sent,
    )
    def decline(self): ...

    @transition(
        "state", source=State.ASSIGNED, target=State.WITHDRAWN, permission=directs_or_is_system
    )
    def withdraw(self): ...

    @transition("state", source=State.ASSIGNED, target=State.CANCELLED, permission=is_system)
    def cancel(self): ...

    @transition(
        "state",
        source=State.ASSIGNED,
        target=State.REPORTED,
        conditions=[is_over],
        permission=is_sent,
    )
    def report(self): ...

    @transition("state", source=NOTED, target=None, permission=is_sent)
    def correct(self): ...

    @transition("state", source=State.REPORTED, target=State.COMMENTED, permission=comments)
    def answer(self): ...

    @transition(
        "state",
        source=(State.REPORTED, State.COMMENTED),
        target=State.RATED,
        conditions=[is_heard],
        permission=directs,
    )
    def rate(self): ...


class VisitAnswer(models.Model):
    """What a point of the checklist came to, kept as it is tapped."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, verbose_name="督导任务", related_name="answers"
    )
    point = models.CharField("督导要点", max_length=50)
    value = models.CharField("结果", max_length=4, choices=PointAnswer)
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "督导要点结果"
        verbose_name_plural = "督导要点结果"
        ordering = ["visit", "pk"]
        constraints = [models.UniqueConstraint(name="visit_answer_once", fields=["visit", "point"])]

    def __str__(self) -> str:
        return f"{self.point} {self.get_value_display()}"


class VisitFinding(models.Model):
    """A problem that was seen. `token` makes a form sent twice one finding; one that was struck out
    stays."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, verbose_name="督导任务", related_name="findings"
    )
    point = models.CharField("督导要点", max_length=50, blank=True)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    text = models.TextField("问题", max_length=1000)
    demand = models.TextField("整改要求", max_length=500, blank=True)
    token = models.UUIDField("表单编号", unique=True)
    at = models.DateTimeField("记录时间")
    struck_at = models.DateTimeField("删除时间", null=True)

    class Meta:
        verbose_name = "督导发现的问题"
        verbose_name_plural = "督导发现的问题"
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class VisitPhoto(models.Model):
    """A photo of a finding, or of the visit where there is none. Only ever added."""

    visit = models.ForeignKey(Visit, models.PROTECT, verbose_name="督导任务", related_name="photos")
    finding = models.ForeignKey(
        VisitFinding, models.PROTECT, verbose_name="问题", related_name="photos", null=True
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, verbose_name="文件", related_name="visit_photo"
    )

    class Meta:
        verbose_name = "督导照片"
        verbose_name_plural = "督导照片"
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return str(self.file)


class VisitCorrection(models.Model):
    """What a supervisor corrects of a note that was handed in. Only ever added."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, verbose_name="督导任务", related_name="corrections"
    )
    text = models.TextField("更正说明", max_length=1000)
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "督导记录更正"
        verbose_name_plural = "督导记录更正"
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class VisitRating(models.Model):
    """What the office thinks of a note. Written once."""

    visit = models.OneToOneField(
        Visit, models.PROTECT, verbose_name="督导任务", related_name="rating"
    )
    in_time = models.BooleanField("按时提交")
    complete = models.PositiveSmallIntegerField("完整")
    useful = models.PositiveSmallIntegerField("有用")
    text = models.TextField("评语", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="评价人", related_name="+"
    )
    at = models.DateTimeField("评价时间")

    class Meta:
        verbose_name = "督导评价"
        verbose_name_plural = "督导评价"
        constraints = [
            models.CheckConstraint(
                name="rating_of_five",
                condition=Q(complete__range=(1, 5), useful__range=(1, 5)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complete}/{self.useful}"
