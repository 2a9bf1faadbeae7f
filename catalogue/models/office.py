"""Where the public may ask: the offices that take filings, by division."""

from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.regulations.terms import Organ


class Office(models.Model):
    """An office's public contact. Only its own line and mailbox, never a person's."""

    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="行政区划", related_name="offices"
    )
    organ = models.CharField("机构类别", max_length=20, choices=Organ)
    name = models.CharField("单位名称", max_length=100)
    phone = models.CharField("办公电话", max_length=50, blank=True)
    email = models.EmailField("单位邮箱", blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "办理机构"
        verbose_name_plural = "办理机构"
        ordering = ["division__code", "organ", "name"]
        constraints = [
            models.UniqueConstraint(
                name="office_named_once_in_a_division",
                fields=["division", "name"],
                violation_error_message="这个区划下已经有同名的办理机构。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
