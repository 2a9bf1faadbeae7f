"""Scores that a decision of the authority has taken (成绩取消)."""

from django.db import models
from django.db.models import Q

from catalogue.enums import SubjectKind


class Annulment(models.Model):
    """One subject of a registration counts no more, or (`subject` empty) none does, for `reason`,
    by the decision of `case`. Holds whether results were there already or are computed later;
    lifted where the decision falls, it stays on record (a trigger).

    `result` is the revision that it brought about, none where there was no result yet."""

    entry = models.ForeignKey(
        "assessment.Entry", models.PROTECT, verbose_name="报名", related_name="annulments"
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind, blank=True)
    reason = models.CharField("理由", max_length=200)
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, verbose_name="依据的案件", related_name="+"
    )
    result = models.ForeignKey(
        "results.Result", models.PROTECT, verbose_name="结果", related_name="+", null=True
    )
    made_at = models.DateTimeField("取消时间")
    lifted_at = models.DateTimeField("撤销取消的时间", null=True, blank=True)
    lifted_for = models.CharField("撤销取消的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "成绩取消"
        verbose_name_plural = "成绩取消"
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="annulment_once_a_case",
                fields=["entry", "subject", "case"],
                condition=Q(lifted_at=None),
            ),
            models.CheckConstraint(
                name="annulment_lifted_for_a_reason",
                condition=Q(lifted_at=None, lifted_for="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_for=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_subject_display() or '全部科目'}"
