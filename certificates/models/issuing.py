"""What an agency says of the certificates of a plan before issue, and what it brings in."""

from django.db import models


class IssueTerms(models.Model):
    """On which day the agency means to issue, and whether the numbers come from above. The day
    stands on the 结果备案表 (HB-07); its year is in the numbers that are reserved."""

    plan = models.OneToOneField(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="issue_terms"
    )
    issue_on = models.DateField("计划发证日期", null=True, blank=True)
    from_above = models.BooleanField("编号由上级系统下发", default=False)
    said_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="填报人", related_name="+", null=True
    )
    said_at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "发证安排"
        verbose_name_plural = "发证安排"

    def __str__(self) -> str:
        return f"{self.plan} {self.issue_on or ''}"


class NumberImport(models.Model):
    """A file of numbers from above that was read without fault: by registration (its pk) its
    number. Nothing of it is in force until it is taken."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="number_imports"
    )
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("文件摘要", max_length=64)
    numbers = models.JSONField("编号", default=dict)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")
    taken_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        verbose_name = "下发编号"
        verbose_name_plural = "下发编号"
        ordering = ["plan", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan} {self.name}"
