"""Where, when and by whom: sites, rooms, sessions, seats, duties (考务安排)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.fields import EncryptedText, LookupHash
from assessment.enums import DutyRole, RoomKind, SeatOrder
from assessment.models.entry import Entry
from assessment.models.plan import Plan, PlanItem
from catalogue.enums import SubjectKind


class Site(models.Model):
    """An assessment point (考点) of an agency."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="机构", related_name="sites"
    )
    name = models.CharField("考点名称", max_length=100)
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="所在地", related_name="+"
    )
    address = models.CharField("地址", max_length=200)
    contact = models.CharField("考点联系人和电话", max_length=100, blank=True)

    class Meta:
        verbose_name = "考点"
        verbose_name_plural = "考点"
        ordering = ["agency", "name"]
        constraints = [
            models.UniqueConstraint(
                name="site_name_once",
                fields=["agency", "name"],
                violation_error_message="已有同名的考点。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room (考场); `order` is the order in which seats are given."""

    site = models.ForeignKey(Site, models.PROTECT, verbose_name="考点", related_name="rooms")
    name = models.CharField("考场名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=RoomKind)
    capacity = models.PositiveSmallIntegerField("座位（工位）数")
    cameras = models.PositiveSmallIntegerField("摄像头数", default=0)
    order = models.PositiveSmallIntegerField("顺序", default=1)

    class Meta:
        verbose_name = "考场"
        verbose_name_plural = "考场"
        ordering = ["site", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                name="room_name_once",
                fields=["site", "name"],
                violation_error_message="这个考点已有同名的考场。",
            ),
            models.CheckConstraint(
                name="room_holds_somebody",
                condition=Q(capacity__gt=0),
                violation_error_message="座位（工位）数至少为 1。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.name}"


class Session(models.Model):
    """One subject at one time (场次), for some items of the plan, in some rooms."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="sessions")
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    items = models.ManyToManyField(PlanItem, verbose_name="职业等级", related_name="sessions")
    rooms = models.ManyToManyField(Room, verbose_name="考场", related_name="sessions")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    form = models.CharField("考试形式", max_length=60)
    order = models.CharField(
        "座位编排", max_length=10, choices=SeatOrder, default=SeatOrder.SEQUENCE
    )
    lot = models.ForeignKey(
        "casework.Lot",
        models.PROTECT,
        verbose_name="抽取记录",
        related_name="+",
        null=True,
        blank=True,
    )
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        verbose_name = "场次"
        verbose_name_plural = "场次"
        ordering = ["plan", "starts_at", "pk"]
        indexes = [models.Index(name="session_time", fields=["starts_at", "ends_at"])]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间应晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        starts = timezone.localtime(self.starts_at)
        return f"{self.get_subject_display()}（{date_format(starts)} {starts:%H:%M}）"


class Seat(models.Model):
    """Who sits where in a session."""

    session = models.ForeignKey(Session, models.CASCADE, verbose_name="场次", related_name="seats")
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="考场", related_name="seats")
    number = models.PositiveSmallIntegerField("座位号")
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name="报名", related_name="seats")

    class Meta:
        verbose_name = "座位"
        verbose_name_plural = "座位"
        ordering = ["session", "room__order", "room", "number"]
        constraints = [
            models.UniqueConstraint(
                name="seat_taken_once",
                fields=["session", "room", "number"],
                violation_error_message="这个座位已有人。",
            ),
            models.UniqueConstraint(
                name="seat_one_a_person",
                fields=["session", "entry"],
                violation_error_message="此人在这一场已有座位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.number}号"


class Examiner(models.Model):
    """Somebody who may invigilate, assess or supervise for an agency (考评员、督导员).

    `employer` and `team` are empty for the agency's own people and where unknown; `roles` are
    values of `DutyRole`; `codes` are occupations, none of them for all that the agency assesses;
    `until` is the last day of the certificate, `left_on` the first day on which nobody may send
    the person any more."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="机构", related_name="examiners"
    )
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="账号",
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField("姓名", max_length=50)
    id_number = EncryptedText("证件号码", blank=True)
    id_hash = LookupHash("证件号码检索", of="id_number", purpose="id_number")
    phone = EncryptedText("联系电话", blank=True)
    employer = models.CharField("所在单位", max_length=100, blank=True)
    team = models.CharField("部门（班组）", max_length=100, blank=True)
    roles = models.JSONField("可承担的工作", default=list)
    certificate = models.CharField("资质证书编号", max_length=60, blank=True)
    senior = models.BooleanField("高级考评员", default=False)
    codes = models.JSONField("可考评的职业代码", default=list)
    until = models.DateField("资质有效期至", null=True, blank=True)
    left_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "考务和考评人员"
        verbose_name_plural = "考务和考评人员"
        ordering = ["agency", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="examiner_once_an_agency",
                fields=["agency", "id_hash"],
                condition=~Q(id_hash=""),
                violation_error_message="这个证件号码已在本机构的人员名单中，请修改原来的一条。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What somebody does in a session; `room` none for who is there for all rooms. An external
    supervisor is a user sent by the bureau."""

    session = models.ForeignKey(Session, models.CASCADE, verbose_name="场次", related_name="duties")
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="考场", related_name="+", null=True, blank=True
    )
    examiner = models.ForeignKey(
        Examiner, models.PROTECT, verbose_name="人员", related_name="duties", null=True, blank=True
    )
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="外部督导员",
        related_name="+",
        null=True,
        blank=True,
    )
    role = models.CharField("工作", max_length=12, choices=DutyRole)

    class Meta:
        verbose_name = "考务安排"
        verbose_name_plural = "考务安排"
        ordering = ["session", "room", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="duty_once_a_session",
                fields=["session", "examiner"],
                condition=Q(examiner__isnull=False),
                violation_error_message="此人在这一场已有安排。",
            ),
            models.UniqueConstraint(
                name="duty_user_once_a_session",
                fields=["session", "user"],
                condition=Q(user__isnull=False),
                violation_error_message="此人在这一场已有安排。",
            ),
            models.CheckConstraint(
                name="duty_is_somebody",
                condition=Q(examiner__isnull=False, user=None)
                | Q(examiner=None, user__isnull=False, role=DutyRole.EXTERNAL),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.examiner or self.user}"


class Tie(models.Model):
    """Why an examiner steps back from a candidate (回避): an apprentice, kin, the same team."""

    examiner = models.ForeignKey(Examiner, models.CASCADE, verbose_name="人员", related_name="ties")
    id_hash = models.CharField("考生证件检索", max_length=73)
    name = models.CharField("考生姓名", max_length=50)
    cause = models.CharField("事由", max_length=100)

    class Meta:
        verbose_name = "回避事项"
        verbose_name_plural = "回避事项"
        ordering = ["examiner", "name"]
        constraints = [
            models.UniqueConstraint(
                name="tie_once",
                fields=["examiner", "id_hash"],
                violation_error_message="这项回避已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.examiner} {self.name}"
