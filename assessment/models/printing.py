"""What was printed of an arrangement, by a job, for the day of the exam."""

import uuid

from django.db import models
from django.db.models import Q

from assessment.enums import PrintKind
from assessment.models.arrangement import Session
from assessment.models.plan import Plan


class PrintRun(models.Model):
    """A batch of 准考证, door lists, desk labels or sign-in sheets of a plan, or of one session.

    There is one of a kind and session at a time: printed again, the new one takes its place.
    `digest` is that of what it was printed from: where the arrangement has another one now, the
    sheets are out of date. `final` is not so for a proof (样稿). The bytes lie in `folder`
    (`assessment.services.print_files`); size (bytes), `sha256` and `done_at` are there once the
    job has come to its end."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="prints")
    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="场次", related_name="+", null=True, blank=True
    )
    kind = models.CharField("打印内容", max_length=14, choices=PrintKind)
    digest = models.CharField("内容摘要", max_length=64)
    final = models.BooleanField("正式", default=False)
    count = models.PositiveIntegerField("份数", default=0)
    job = models.ForeignKey(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True, blank=True
    )
    folder = models.UUIDField("存放位置", default=uuid.uuid4, unique=True, editable=False)
    size = models.PositiveBigIntegerField("大小", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="打印人", related_name="+"
    )
    made_at = models.DateTimeField("打印时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "考前打印"
        verbose_name_plural = "考前打印"
        ordering = ["plan", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="print_once_of_plan", fields=["plan", "kind"], condition=Q(session=None)
            ),
            models.UniqueConstraint(
                name="print_once_of_session",
                fields=["session", "kind"],
                condition=Q(session__isnull=False),
            ),
            models.CheckConstraint(
                name="print_done_has_file",
                condition=Q(done_at=None, size=None)
                | (Q(done_at__isnull=False, size__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()}"
