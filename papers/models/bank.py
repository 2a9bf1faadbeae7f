"""The question bank (题库) of an agency for an occupation at a level."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedText
from catalogue.enums import Level
from papers.enums import Difficulty, QuestionKind, QuestionStatus
from papers.fields import TextHash


class Bank(models.Model):
    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="banks"
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    source = models.CharField("题库来源", max_length=100, blank=True)
    taken = models.PositiveIntegerField("已用题号", default=0)  # under the lock of the row

    class Meta:
        verbose_name = "题库"
        verbose_name_plural = "题库"
        ordering = ["agency", "occupation__code", "work_type", "-level"]
        constraints = [
            models.UniqueConstraint(
                name="bank_once",
                fields=["agency", "occupation", "work_type", "level"],
                violation_error_message="这个职业（工种）的这个等级已有题库。",
            )
        ]

    def __str__(self) -> str:
        parts = (str(self.occupation), self.work_type, Level(self.level).printed)
        return " ".join(part for part in parts if part)


class KnowledgePoint(models.Model):
    """A point of the standard's 鉴定要素 (or a module of skills), with its share of a paper."""

    bank = models.ForeignKey(Bank, models.CASCADE, verbose_name="题库", related_name="points")
    code = models.CharField("代码", max_length=20)
    name = models.CharField("知识点（技能模块）", max_length=100)
    weight = models.PositiveSmallIntegerField("比重", default=1)

    class Meta:
        verbose_name = "知识点"
        verbose_name_plural = "知识点"
        ordering = ["bank", "code"]
        constraints = [
            models.UniqueConstraint(
                name="point_code_once",
                fields=["bank", "code"],
                violation_error_message="这个代码的知识点已在题库中。",
            ),
            models.CheckConstraint(
                name="point_weight_within",
                condition=Q(weight__lte=1000),
                violation_error_message="比重不超过 1000。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Picture(models.Model):
    """A picture of a question, a JPEG in base64, kept as encrypted as its text and never changed:
    papers that were drawn with it name it by its id. `sha256` is of the JPEG."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bank = models.ForeignKey(Bank, models.PROTECT, verbose_name="题库", related_name="pictures")
    content = EncryptedText("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="添加人", related_name="+"
    )
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "试题图片"
        verbose_name_plural = "试题图片"

    def __str__(self) -> str:
        return str(self.id)


class Question(models.Model):
    """A question. Text, options (a JSON list of texts, A first), answer and explanation are kept
    encrypted: who reads the database reads no paper. `answer` is `B`, `AC`, `对`/`错`, the model
    answer of a short one, or what a task must come to."""

    bank = models.ForeignKey(Bank, models.PROTECT, verbose_name="题库", related_name="questions")
    number = models.PositiveIntegerField("题号")
    kind = models.CharField("题型", max_length=10, choices=QuestionKind)
    point = models.ForeignKey(
        KnowledgePoint, models.PROTECT, verbose_name="知识点", related_name="questions"
    )
    difficulty = models.CharField("难度", max_length=6, choices=Difficulty)
    text = EncryptedText("题干")
    options = EncryptedText("选项", default="[]")
    answer = EncryptedText("答案")
    explanation = EncryptedText("解析", blank=True)
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    image = models.ForeignKey(
        Picture,
        models.PROTECT,
        verbose_name="图片",
        related_name="+",
        null=True,
        blank=True,
    )
    fingerprint = TextHash(
        "题干摘要", of="text", purpose="question"
    )  # the same text twice is found
    status = models.CharField(
        "状态", max_length=8, choices=QuestionStatus, default=QuestionStatus.DRAFT
    )
    version = models.PositiveIntegerField("版本", default=0)
    written_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="命题人", related_name="+"
    )
    written_at = models.DateTimeField("命题时间")
    approved_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="审题人",
        related_name="+",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)

    class Meta:
        verbose_name = "试题"
        verbose_name_plural = "试题"
        ordering = ["bank", "number"]
        indexes = [models.Index(name="question_pool", fields=["bank", "status", "kind"])]
        constraints = [
            models.UniqueConstraint(name="question_number_once", fields=["bank", "number"]),
            models.UniqueConstraint(
                name="question_text_once",
                fields=["bank", "kind", "fingerprint"],
                condition=~Q(status="retired"),
                violation_error_message="题库中已有题干相同的试题。",
            ),
            models.CheckConstraint(
                name="question_in_use_approved",
                condition=~Q(status="in_use") | Q(approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}题"


class Criterion(models.Model):
    """A line of a task's marking sheet (评分表)."""

    question = models.ForeignKey(
        Question, models.CASCADE, verbose_name="试题", related_name="criteria"
    )
    order = models.PositiveSmallIntegerField("顺序")
    text = EncryptedText("考核内容和评分标准")
    marks = models.DecimalField("配分", max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = "评分项"
        verbose_name_plural = "评分项"
        ordering = ["question", "order"]
        constraints = [
            models.UniqueConstraint(name="criterion_order_once", fields=["question", "order"]),
            models.CheckConstraint(
                name="criterion_gives_marks",
                condition=Q(marks__gt=0),
                violation_error_message="配分应大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.order}"
