"""The nightly look at what must not change, and the digest of all timelines that is published."""

from django.db import models

from casework.models import Case
from supervision.enums import IntegrityPart, IntegrityPass


class IntegrityRun(models.Model):
    """The look of one day. `checked` is how many of each part, by the keys of `IntegrityPart`;
    `ended_at` none while it is under way or was cut short: the next call goes on."""

    day = models.DateField("日期", unique=True)
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    checked = models.JSONField("核验数量", default=dict)

    class Meta:
        verbose_name = "完整性核验"
        verbose_name_plural = "完整性核验"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"


class IntegrityFault(models.Model):
    """What was not as it should be: of what, what was expected and found. Only ever added."""

    run = models.ForeignKey(
        IntegrityRun, models.PROTECT, verbose_name="核验", related_name="faults"
    )
    part = models.CharField("类别", max_length=12, choices=IntegrityPart)
    name = models.CharField("对象", max_length=300)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name="案件", related_name="+", null=True, blank=True
    )
    problem = models.CharField("问题", max_length=300)
    expected = models.CharField("应为", max_length=200, blank=True)
    found = models.CharField("实为", max_length=200, blank=True)
    at = models.DateTimeField("发现时间")

    class Meta:
        verbose_name = "完整性问题"
        verbose_name_plural = "完整性问题"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="integrity_fault_once_a_run", fields=["run", "part", "name", "problem"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.problem}"


class IntegrityMark(models.Model):
    """How far each part was looked at: what is new since the last time, and the round of all."""

    part = models.CharField("类别", max_length=12, choices=IntegrityPart)
    way = models.CharField("方式", max_length=8, choices=IntegrityPass)
    after = models.CharField("至", max_length=80, blank=True)
    day = models.DateField("日期", null=True, blank=True)
    left = models.PositiveIntegerField("当日未完成", default=0)

    class Meta:
        verbose_name = "核验进度"
        verbose_name_plural = "核验进度"
        constraints = [models.UniqueConstraint(name="integrity_mark_once", fields=["part", "way"])]

    def __str__(self) -> str:
        return f"{self.part} {self.way}"


class ChainDigest(models.Model):
    """One digest over the heads of all timelines as they stood at `until`, with the one before in
    it. Published each day: whoever keeps one proves later that nothing before it was rewritten.
    Never changed (a trigger)."""

    sequence = models.PositiveIntegerField("序号", unique=True)
    day = models.DateField("日期", unique=True)
    until = models.DateTimeField("截至")
    cases = models.PositiveIntegerField("案件数")
    anchor = models.CharField("链头摘要", max_length=64)
    previous = models.CharField("前一日摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "每日摘要"
        verbose_name_plural = "每日摘要"
        ordering = ["-sequence"]

    def __str__(self) -> str:
        return f"{self.day} {self.digest}"
