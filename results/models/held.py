"""What happened in a session: who came, what was broken, what a supervisor saw."""

from django.db import models
from django.db.models import Q

from catalogue.enums import SubjectKind
from results.enums import Consequence, FormsGiven, Presence


class Attendance(models.Model):
    """That somebody came to a session, came late, or did not come. A mistake is set right on the
    same row as long as the plan is not held; the record of changes is in the timeline."""

    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="attendance"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="attendance"
    )
    presence = models.CharField("到考情况", max_length=8, choices=Presence)
    noted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    noted_at = models.DateTimeField("登记时间")
    scanned = models.BooleanField("扫码", default=False)

    class Meta:
        verbose_name = "到考记录"
        verbose_name_plural = "到考记录"
        ordering = ["session", "entry"]
        constraints = [
            models.UniqueConstraint(name="attendance_once_a_session", fields=["session", "entry"])
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_presence_display()}"


class PaperGiven(models.Model):
    """Which form of its paper an item was given in a room of a session: panels mark by the lines of
    that form. A mistake is set right on the same row; the record of changes is in the timeline."""

    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="papers_given"
    )
    room = models.ForeignKey(
        "assessment.Room", models.PROTECT, verbose_name="考场", related_name="+"
    )
    item = models.ForeignKey(
        "assessment.PlanItem", models.PROTECT, verbose_name="职业等级", related_name="+"
    )
    forms = models.CharField("卷别", max_length=2, choices=FormsGiven)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "发卷登记"
        verbose_name_plural = "发卷登记"
        ordering = ["session", "room", "item"]
        constraints = [
            models.UniqueConstraint(
                name="paper_given_once_a_room", fields=["session", "room", "item"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.room} {self.item} {self.get_forms_display()}"


class Incident(models.Model):
    """A breach by a candidate (`conduct` is a key of the rules of conduct), or what else happened
    in a session (`conduct` empty). Written once; taken back only with a reason."""

    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="incidents"
    )
    entry = models.ForeignKey(
        "assessment.Entry",
        models.PROTECT,
        verbose_name="考生",
        related_name="incidents",
        null=True,
        blank=True,
    )
    room = models.ForeignKey(
        "assessment.Room",
        models.PROTECT,
        verbose_name="考场",
        related_name="+",
        null=True,
        blank=True,
    )
    conduct = models.CharField("违纪情形", max_length=40, blank=True)
    consequence = models.CharField(
        "处理", max_length=10, choices=Consequence, default=Consequence.NONE
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind, blank=True)
    facts = models.TextField("经过", max_length=2000)
    witnesses = models.CharField("在场人员", max_length=200, blank=True)
    signed = models.BooleanField("考生已签字确认", default=False)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="记录人", related_name="+"
    )
    recorded_at = models.DateTimeField("记录时间")
    revoked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="撤销人",
        related_name="+",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_for = models.CharField("撤销原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "考场情况记录"
        verbose_name_plural = "考场情况记录"
        ordering = ["session", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="incident_consequence_is_somebodys",
                condition=Q(consequence=Consequence.NONE) | Q(entry__isnull=False) & ~Q(conduct=""),
                violation_error_message="影响成绩的处理须写明考生和违纪情形。",
            ),
            models.CheckConstraint(
                name="incident_revoked_with_reason",
                condition=Q(revoked_at=None, revoked_by=None, revoked_for="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_for=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.conduct or '情况记录'}"


class IncidentFile(models.Model):
    """A photo or paper that proves it."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, verbose_name="记录", related_name="files"
    )
    file = models.OneToOneField(
        "casework.StoredFile", models.PROTECT, verbose_name="文件", related_name="+"
    )

    class Meta:
        verbose_name = "情况记录附件"
        verbose_name_plural = "情况记录附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class VisitNote(models.Model):
    """What a supervisor (督导员) saw in a session. Written once."""

    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="visits"
    )
    duty = models.OneToOneField(
        "assessment.Duty", models.PROTECT, verbose_name="督导安排", related_name="visit"
    )
    points = models.JSONField("检查要点", default=dict)  # key -> "yes" | "no" | "na"
    text = models.TextField("督导情况", max_length=2000)
    problems = models.TextField("发现的问题和整改要求", max_length=2000, blank=True)
    written_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="督导员", related_name="+"
    )
    written_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "督导记录"
        verbose_name_plural = "督导记录"
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"{self.session} 督导记录"
