"""Counters: rows, locked, so that numbers have no gaps and no twins."""

from django.db import models


class Counter(models.Model):
    """The last number given under a key. Only `casework.services.numbering` writes it."""

    key = models.CharField("序列", max_length=60, unique=True)
    last = models.PositiveBigIntegerField("末号", default=0)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"

    def __str__(self) -> str:
        return f"{self.key} {self.last}"
