"""Statutory clocks of a case."""

from django.db import models
from django.db.models import Q

from casework.enums import Mark, Progress
from casework.models.case import Case
from catalogue.regulations.terms import Bound, Unit


class Deadline(models.Model):
    """One running, paused or finished clock. `due_on` is stored so that lists and SQL agree.

    `used` counts the working days that ran before a pause. A length in days, months or years is
    moved on by its pauses instead, `started_on` with it; `used` then counts the days of them. The
    rule is copied from the regulation, as the case keeps the version under which it began.
    """

    case = models.ForeignKey(Case, models.CASCADE, verbose_name="案件", related_name="deadlines")
    key = models.CharField("时限", max_length=40)
    name = models.CharField("名称", max_length=60)
    holder = models.CharField("责任人", max_length=20)
    amount = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=20, choices=Unit)
    bound = models.CharField("性质", max_length=10, choices=Bound)
    warn_at = models.PositiveSmallIntegerField("提前提醒")
    basis = models.CharField("依据", max_length=200)
    started_on = models.DateField("起算日")
    used = models.PositiveSmallIntegerField("已用", default=0)
    due_on = models.DateField("到期日")
    paused_on = models.DateField("暂停日", null=True)
    estimated = models.BooleanField("预计", default=False)
    progress = models.CharField("进展", max_length=10, choices=Progress, default=Progress.RUNNING)
    ended_on = models.DateField("办结日", null=True)
    late_by = models.PositiveSmallIntegerField("超期工作日", default=0)

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(name="deadline_open", fields=["progress", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                name="deadline_open_once",
                fields=["case", "key"],
                condition=~Q(progress=Progress.DONE),
            ),
            models.CheckConstraint(
                name="deadline_done_has_day",
                condition=Q(progress=Progress.DONE, ended_on__isnull=False)
                | (~Q(progress=Progress.DONE) & Q(ended_on=None)),
            ),
            models.CheckConstraint(
                name="deadline_paused_has_day",
                condition=Q(progress=Progress.PAUSED, paused_on__isnull=False)
                | (~Q(progress=Progress.PAUSED) & Q(paused_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.name} {self.due_on}"


class DeadlineMark(models.Model):
    """What was already said about a deadline, so that a sweep run twice says it once."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="marks")
    mark = models.CharField("标记", max_length=10, choices=Mark)
    on = models.DateField("日期")

    class Meta:
        verbose_name = "时限标记"
        verbose_name_plural = "时限标记"
        constraints = [
            models.UniqueConstraint(name="deadline_marked_once", fields=["deadline", "mark"])
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.mark}"


class DeadlineMove(models.Model):
    """A due date that a change of the calendar moved: what officers read after a year is loaded."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="moves")
    old = models.DateField("原到期日")
    new = models.DateField("现到期日")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "到期日变动"
        verbose_name_plural = "到期日变动"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.deadline} {self.old} → {self.new}"
