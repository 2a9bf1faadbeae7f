"""Papers (试卷): drawn by a blueprint, sealed until their session starts, opened on record."""

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from catalogue.enums import SubjectKind
from papers.enums import OpeningCause, PaperStatus
from papers.models.bank import Bank


class Blueprint(models.Model):
    """What a paper is made of (组卷方案). `sections` is a list of
    `{"kind", "count", "marks" (of each, a string), "difficulty": {"easy", "medium", "hard"}}` whose
    difficulties are numbers of questions and add up to `count`; how many of each knowledge point
    follows from the weights of the bank. A change is a new row; papers keep theirs."""

    bank = models.ForeignKey(Bank, models.PROTECT, verbose_name="题库", related_name="blueprints")
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    name = models.CharField("方案名称", max_length=60)
    sections = models.JSONField("题型和分值", default=list)
    minutes = models.PositiveSmallIntegerField("时长（分钟）")
    full_mark = models.PositiveSmallIntegerField("满分", default=100)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制定人", related_name="+"
    )
    made_at = models.DateTimeField("制定时间")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "组卷方案"
        verbose_name_plural = "组卷方案"
        ordering = ["bank", "subject", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="blueprint_name_once",
                fields=["bank", "subject", "name"],
                condition=Q(retired_at=None),
                violation_error_message="已有同名的组卷方案。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A paper for a subject of an item of a plan. `contents` is canonical JSON of everything that
    is printed (frozen when sealed), `digest` its SHA-256; `questions` says which questions it
    holds, as the sorted numbers joined by commas, so that no two in a row are equal. `lot` gave the
    order in which questions were taken; it belongs to no case, so that its page shows nobody a
    sealed paper."""

    plan = models.ForeignKey(
        "assessment.Plan", models.PROTECT, verbose_name="计划", related_name="papers"
    )
    item = models.ForeignKey(
        "assessment.PlanItem", models.PROTECT, verbose_name="职业等级", related_name="papers"
    )
    subject = models.CharField("科目", max_length=10, choices=SubjectKind)
    form = models.CharField("卷别", max_length=1, choices=[("A", "A卷"), ("B", "B卷")])
    number = models.CharField("试卷编号", max_length=40, unique=True)
    blueprint = models.ForeignKey(
        Blueprint, models.PROTECT, verbose_name="组卷方案", related_name="papers"
    )
    lot = models.ForeignKey(
        "casework.Lot", models.PROTECT, verbose_name="抽取记录", related_name="+"
    )
    contents = EncryptedText("内容")
    digest = models.CharField("内容摘要", max_length=64)
    questions = models.TextField("题号")
    adjusted = models.TextField("调整说明", blank=True)
    status = models.CharField("状态", max_length=8, choices=PaperStatus, default=PaperStatus.DRAWN)
    version = models.PositiveIntegerField("版本", default=0)
    drawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="组卷人", related_name="+"
    )
    drawn_at = models.DateTimeField("组卷时间")
    sealed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="封存人", related_name="+", null=True
    )
    sealed_at = models.DateTimeField("封存时间", null=True)
    spoiled_at = models.DateTimeField("作废时间", null=True)
    spoiled_for = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "试卷"
        verbose_name_plural = "试卷"
        ordering = ["plan", "item", "subject", "form", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_form_once",
                fields=["item", "subject", "form"],
                condition=~Q(status="spoiled"),
                violation_error_message="这个科目的这份试卷已经组成，需要重组的先作废。",
            ),
            models.CheckConstraint(
                name="paper_sealed_by_somebody",
                condition=Q(status="drawn")
                | Q(status="spoiled")
                | Q(sealed_by__isnull=False, sealed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_spoiled_with_reason",
                condition=Q(status="spoiled", spoiled_at__isnull=False) & ~Q(spoiled_for="")
                | ~Q(status="spoiled") & Q(spoiled_at=None, spoiled_for=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Opening(models.Model):
    """That somebody saw a sealed paper, and why. Rows are only ever added (a trigger)."""

    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="试卷", related_name="openings")
    cause = models.CharField("事由", max_length=10, choices=OpeningCause)
    session = models.ForeignKey(
        "assessment.Session",
        models.PROTECT,
        verbose_name="场次",
        related_name="+",
        null=True,
        blank=True,
    )
    order = models.ForeignKey(
        "papers.PrintOrder",
        models.PROTECT,
        verbose_name="付印记录",
        related_name="openings",
        null=True,
        blank=True,
    )
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="启封人", related_name="+"
    )
    opened_at = models.DateTimeField("启封时间")
    with_key = models.BooleanField("含答案", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "启封记录"
        verbose_name_plural = "启封记录"
        ordering = ["paper", "opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_cause_display()}"
