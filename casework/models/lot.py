"""Lots: who or what was drawn from whom, by a draw that anybody can repeat."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from casework.models.case import Case


class Lot(models.Model):
    """What is drawn from, how, and the promise of a seed: all fixed before anything is drawn.

    `population`, `rule` are canonical JSON (docs/lots.md); `commitment` is the SHA-256 of the
    secret. Rows are only ever added (a trigger refuses anything else).
    """

    purpose = models.CharField("用途", max_length=200)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name="案件", related_name="lots", null=True
    )
    population = models.TextField("抽取范围")
    rule = models.TextField("抽取规则")
    digest = models.CharField("范围与规则摘要", max_length=64)
    commitment = models.CharField("种子承诺", max_length=64, unique=True)
    secret = EncryptedText("种子")
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="重抽自", related_name="redrawn_as", null=True
    )
    reason = models.CharField("重抽原因", max_length=200, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="设定人", related_name="+", null=True
    )
    fixed_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "抽签"
        verbose_name_plural = "抽签"
        ordering = ["-fixed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="lot_redraw_has_reason",
                condition=Q(replaces=None, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                violation_error_message="重新抽取须写明原因。",
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class LotResult(models.Model):
    """What was drawn, in the order of the draw, with the seed that gives it. Only ever added."""

    lot = models.OneToOneField(Lot, models.PROTECT, verbose_name="抽签", related_name="result")
    secret = models.CharField("公开的种子", max_length=64)
    public_value = models.CharField("公共值", max_length=200, blank=True)
    drawn = models.TextField("结果", help_text="规范 JSON")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="抽取人", related_name="+", null=True
    )
    drawn_at = models.DateTimeField("抽取时间")

    class Meta:
        verbose_name = "抽签结果"
        verbose_name_plural = "抽签结果"

    def __str__(self) -> str:
        return f"{self.lot} {self.drawn_at:%Y-%m-%d %H:%M}"

    @property
    def in_order(self) -> list[tuple[int, str, bool]]:
        """(place, label, whether it is a reserve) of everybody drawn, in the order of the draw."""
        labels = {row[0]: row[1] for row in json.loads(self.lot.population)}
        count = json.loads(self.lot.rule)["count"]
        order = enumerate(json.loads(self.drawn), 1)
        return [(place, labels[key], place > count) for place, key in order]
