"""Results: computed from scores, presence and breaches, never typed; a correction is a new
revision, the old one stays (a trigger)."""

from django.db import models
from django.db.models import Q

from catalogue.enums import SubjectKind
from results.enums import Outcome, SubjectOutcome


class Result(models.Model):
    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="results"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="results"
    )
    revision = models.PositiveSmallIntegerField("版次", default=1)
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    computed_at = models.DateTimeField("计算时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)
    correction = models.ForeignKey(
        "results.Correction",
        models.PROTECT,
        verbose_name="更正",
        related_name="results",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "评价结果"
        verbose_name_plural = "评价结果"
        ordering = ["plan", "entry", "revision"]
        indexes = [models.Index(name="result_by_outcome", fields=["plan", "outcome"])]
        constraints = [
            models.UniqueConstraint(name="result_revision_once", fields=["entry", "revision"]),
            models.UniqueConstraint(
                name="result_one_in_force", fields=["entry"], condition=Q(superseded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_outcome_display()}"


class SubjectResult(models.Model):
    result = models.ForeignKey(Result, models.PROTECT, verbose_name="结果", related_name="subjects")
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    outcome = models.CharField("科目结果", max_length=8, choices=SubjectOutcome)
    mark = models.DecimalField("成绩", max_digits=5, decimal_places=1, null=True, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "科目成绩"
        verbose_name_plural = "科目成绩"
        ordering = ["result", "pk"]
        constraints = [
            models.UniqueConstraint(name="subject_result_once", fields=["result", "subject"])
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.get_outcome_display()}"
