"""What is asked of a score after it was computed, and what is set right."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText
from catalogue.enums import SubjectKind
from results.enums import CorrectionCause, CorrectionStatus
from results.models.score import MARK


class Recheck(models.Model):
    """A candidate asks that a score be looked at again (复核)."""

    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="rechecks"
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    token = models.UUIDField("表单编号", unique=True)
    text = EncryptedText("理由")
    submitted_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("成绩有误", null=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="答复人", related_name="+", null=True
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "成绩复核"
        verbose_name_plural = "成绩复核"
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="recheck_one_open",
                fields=["entry", "subject"],
                condition=Q(answered_at=None),
                violation_error_message="这个科目的复核申请正在办理。",
            ),
            models.CheckConstraint(
                name="recheck_answered_whole",
                condition=Q(upheld=None, answer="", answered_at=None)
                | (Q(upheld__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_subject_display()}"


class Correction(models.Model):
    """A score set right: proposed by one, agreed by another, in force with a new revision of the
    result. `void`: the score of the subject counts no more."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="corrections"
    )
    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="corrections"
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    mark = models.DecimalField("更正后成绩", **MARK)
    absent = models.BooleanField("缺考", default=False)
    void = models.BooleanField("成绩无效", default=False)
    cause = models.CharField("事由", max_length=10, choices=CorrectionCause)
    objection = models.ForeignKey(
        "casework.Objection",
        models.PROTECT,
        verbose_name="异议",
        related_name="+",
        null=True,
        blank=True,
    )
    recheck = models.ForeignKey(
        Recheck,
        models.PROTECT,
        verbose_name="复核",
        related_name="corrections",
        null=True,
        blank=True,
    )
    reason = models.CharField("更正理由", max_length=500)
    evidence = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="依据材料",
        related_name="+",
        null=True,
        blank=True,
    )
    status = models.CharField(
        "状态", max_length=8, choices=CorrectionStatus, default=CorrectionStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="决定人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    remark = models.CharField("决定意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "成绩更正"
        verbose_name_plural = "成绩更正"
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="correction_one_waiting",
                fields=["entry", "subject"],
                condition=Q(status__in=["proposed", "agreed"]),
                violation_error_message="这个科目已有一件未生效的更正。",
            ),
            models.CheckConstraint(
                name="correction_says_one_thing",
                condition=Q(void=True, absent=False, mark=None)
                | Q(void=False, absent=True, mark=None)
                | Q(void=False, absent=False, mark__gte=0),
                violation_error_message="请填写更正后的成绩，或选择缺考、成绩无效。",
            ),
            models.CheckConstraint(
                name="correction_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="提出和同意须是两个人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_subject_display()}"
