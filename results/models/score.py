"""Scores: entered twice and independently, or marked by a panel; a difference is decided by a third
person. What was first written stays (triggers)."""

from django.db import models
from django.db.models import Q

from catalogue.enums import SubjectKind
from results.enums import RoundSource

MARK = {"max_digits": 5, "decimal_places": 1, "null": True, "blank": True}
MARK_OR_ABSENT = Q(absent=True, mark=None) | Q(absent=False, mark__gte=0)


class ScoreSheet(models.Model):
    """The scores of a subject of an item. `by_panel`: what the panel marked counts, averaged by the
    rule; else two clerks enter what stands on paper."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="score_sheets"
    )
    item = models.ForeignKey(
        "assessment.PlanItem", models.PROTECT, verbose_name="职业等级", related_name="score_sheets"
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    by_panel = models.BooleanField("由考评组评分", default=False)

    class Meta:
        verbose_name = "成绩册"
        verbose_name_plural = "成绩册"
        ordering = ["plan", "item", "subject"]
        constraints = [models.UniqueConstraint(name="score_sheet_once", fields=["item", "subject"])]

    def __str__(self) -> str:
        return f"{self.item} {self.get_subject_display()}"


class ScoreRound(models.Model):
    """One clerk's reading of the marks. Once frozen neither it nor its scores change."""

    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, verbose_name="成绩册", related_name="rounds"
    )
    position = models.PositiveSmallIntegerField("第几次录入", choices=[(1, "一录"), (2, "二录")])
    clerk = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="录入人", related_name="+"
    )
    source = models.CharField("方式", max_length=8, choices=RoundSource)
    begun_at = models.DateTimeField("开始时间")
    frozen_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = "成绩录入"
        verbose_name_plural = "成绩录入"
        ordering = ["sheet", "position"]
        constraints = [
            models.UniqueConstraint(
                name="score_round_position_once",
                fields=["sheet", "position"],
                violation_error_message="这次录入已由他人开始。",
            ),
            models.UniqueConstraint(
                name="score_round_two_clerks",
                fields=["sheet", "clerk"],
                violation_error_message="两次录入须由两人分别完成。",
            ),
            models.CheckConstraint(
                name="score_round_first_or_second", condition=Q(position__in=[1, 2])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.get_position_display()}"


class Score(models.Model):
    round = models.ForeignKey(
        ScoreRound, models.CASCADE, verbose_name="录入", related_name="scores"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="scores"
    )
    mark = models.DecimalField("成绩", **MARK)
    absent = models.BooleanField("缺考", default=False)

    class Meta:
        verbose_name = "成绩"
        verbose_name_plural = "成绩"
        ordering = ["round", "entry"]
        constraints = [
            models.UniqueConstraint(name="score_once_a_round", fields=["round", "entry"]),
            models.CheckConstraint(
                name="score_mark_or_absent",
                condition=MARK_OR_ABSENT,
                violation_error_message="请填写成绩，缺考的勾选缺考。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {'缺考' if self.absent else self.mark}"


class Arbitration(models.Model):
    """What holds where the two rounds differ, decided by a third person with the paper in hand."""

    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, verbose_name="成绩册", related_name="arbitrations"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="+"
    )
    mark = models.DecimalField("裁定成绩", **MARK)
    absent = models.BooleanField("缺考", default=False)
    reason = models.CharField("裁定理由", max_length=200)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="裁定人", related_name="+"
    )
    decided_at = models.DateTimeField("裁定时间")

    class Meta:
        verbose_name = "成绩裁定"
        verbose_name_plural = "成绩裁定"
        ordering = ["sheet", "entry"]
        constraints = [
            models.UniqueConstraint(
                name="arbitration_once",
                fields=["sheet", "entry"],
                violation_error_message="这项成绩已经裁定。",
            ),
            models.CheckConstraint(name="arbitration_mark_or_absent", condition=MARK_OR_ABSENT),
            models.CheckConstraint(name="arbitration_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.entry}"


class Marking(models.Model):
    """What one examiner of a panel gave one candidate, line by line (评分表); `lines` is a list of
    `{"text", "marks" (what can be had), "given"}` with numbers as strings. Once submitted it
    stays."""

    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, verbose_name="成绩册", related_name="markings"
    )
    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="markings"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="markings"
    )
    duty = models.ForeignKey(
        "assessment.Duty", models.PROTECT, verbose_name="考评安排", related_name="markings"
    )
    lines = models.JSONField("评分项", default=list)
    mark = models.DecimalField("评分", **MARK)
    absent = models.BooleanField("缺考", default=False)
    remark = models.CharField("评语", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="填写人", related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = "考评组评分"
        verbose_name_plural = "考评组评分"
        ordering = ["sheet", "entry", "pk"]
        constraints = [
            models.UniqueConstraint(name="marking_once_a_duty", fields=["duty", "entry"]),
            models.CheckConstraint(name="marking_mark_or_absent", condition=MARK_OR_ABSENT),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.mark}"
