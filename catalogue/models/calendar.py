"""Which days are worked: the State Council's arrangement of each year."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class DayKind(models.TextChoices):
    OFF = "off", "休"
    WORKED = "worked", "班"


class YearStatus(models.TextChoices):
    """An estimated year has no days of its own: weekends and statutory dates are computed."""

    ESTIMATED = "estimated", "待公布（估算）"
    ANNOUNCED = "announced", "已公布"


def arrangement_digest(days: Iterable[tuple[date, str]]) -> str:
    """One text for the same days, whatever their order: it names the content of a year."""
    lines = sorted(f"{day.isoformat()} {kind}" for day, kind in days)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class CalendarYear(models.Model):
    """A year of the working calendar. Written by `services.calendar` alone, because `digest` tells
    every process whether the calendar that it keeps in memory still holds."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    status = models.CharField(
        "状态", max_length=10, choices=YearStatus, default=YearStatus.ESTIMATED
    )
    source = models.CharField("依据", max_length=200, blank=True)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    loaded_at = models.DateTimeField("装载时间", null=True, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="装载人",
        null=True,
        blank=True,
        related_name="+",
    )

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="calendar_year_within_reason",
                condition=models.Q(year__gte=2004, year__lte=2099),
                violation_error_message="年份应在 2004 至 2099 之间。",
            ),
            models.CheckConstraint(
                name="announced_year_is_loaded",
                condition=models.Q(status=YearStatus.ESTIMATED, digest="", loaded_at=None)
                | (
                    models.Q(status=YearStatus.ANNOUNCED, loaded_at__isnull=False)
                    & ~models.Q(digest="")
                    & ~models.Q(source="")
                ),
                violation_error_message="已公布的年份应有依据和装载时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"

    @property
    def is_announced(self) -> bool:
        return self.status == YearStatus.ANNOUNCED


class CalendarDay(models.Model):
    """A day that differs from its weekday: off (休) or worked (班). Days off that fall on a weekend
    may be listed too, as the notices do. The last days of December may belong to the next year's
    notice: that of 2019 made 2018-12-29 a working Saturday."""

    calendar = models.ForeignKey(
        CalendarYear, models.CASCADE, verbose_name="所属年份", related_name="days"
    )
    date = models.DateField("日期", unique=True)
    kind = models.CharField("休/班", max_length=10, choices=DayKind)
    name = models.CharField("名称", max_length=30, blank=True)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "休息日与调休上班日"
        verbose_name_plural = "休息日与调休上班日"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                name="calendar_day_is_off_or_worked",
                condition=models.Q(kind__in=DayKind.values),
                violation_error_message="只能是“休”或“班”。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
