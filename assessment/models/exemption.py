"""Which subjects somebody need not sit."""

from django.db import models
from django.db.models import Q

from assessment.enums import ExemptionCause
from assessment.models.entry import Entry
from catalogue.enums import SubjectKind


class Exemption(models.Model):
    """A candidate need not sit a subject: it was passed in an `earlier` assessment (then `mark` is
    what was reached), or is waived for this person with its evidence (LC-19)."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="报名", related_name="exemptions")
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    cause = models.CharField("事由", max_length=10, choices=ExemptionCause)
    earlier = models.ForeignKey(
        Entry,
        models.PROTECT,
        verbose_name="前次报名",
        related_name="carried",
        null=True,
        blank=True,
    )
    mark = models.DecimalField("前次成绩", max_digits=5, decimal_places=1, null=True, blank=True)
    reason = models.CharField("理由", max_length=300)
    evidence = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="证明材料",
        related_name="+",
        null=True,
        blank=True,
    )
    granted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="核准人", related_name="+"
    )
    granted_at = models.DateTimeField("核准时间")

    class Meta:
        verbose_name = "单科免考"
        verbose_name_plural = "单科免考"
        ordering = ["entry", "subject"]
        constraints = [
            models.UniqueConstraint(
                name="exemption_once_a_subject",
                fields=["entry", "subject"],
                violation_error_message="这个科目已登记免考。",
            ),
            models.CheckConstraint(
                name="exemption_earlier_has_mark",
                condition=Q(cause="earlier", earlier__isnull=False, mark__gte=0)
                | Q(cause="waived", earlier=None, mark=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_subject_display()}"
