"""What was proposed and decided on a violation, what the party said, and what came of it."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText
from catalogue.enums import SubjectKind
from supervision.enums import BARS, Effect, Stage, StatementKind
from supervision.models.violation import Violation


class Decision(models.Model):
    """A sanction with its basis and period. `name` is as it was called then. `grounds` are made
    public where the party is an agency, so they name nobody. Never changed nor deleted."""

    violation = models.ForeignKey(
        Violation, models.PROTECT, verbose_name="违规处理", related_name="decisions"
    )
    stage = models.CharField("性质", max_length=10, choices=Stage)
    sanction = models.CharField("处理种类", max_length=40)
    name = models.CharField("处理", max_length=100)
    subject = models.CharField("科目", max_length=10, choices=SubjectKind, blank=True)
    since = models.DateField("首日", null=True, blank=True)
    until = models.DateField("末日", null=True, blank=True)
    basis = models.CharField("依据条款", max_length=200)
    grounds = models.CharField("事由", max_length=200)
    letter = models.ForeignKey(
        "casework.Letter", models.PROTECT, verbose_name="通知书", related_name="+"
    )
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="办理人", related_name="+"
    )
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "处理决定"
        verbose_name_plural = "处理决定"
        ordering = ["violation", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_period_whole",
                condition=Q(since=None, until=None)
                | Q(since__isnull=False, until__isnull=False, until__gte=F("since")),
                violation_error_message="末日不能早于首日。",
            ),
            models.UniqueConstraint(
                name="decision_once_a_case",
                fields=["violation", "stage"],
                condition=~Q(stage=Stage.PROPOSED),
                violation_error_message="这件事项已经作出决定。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What a party says in its defence, or against a decision. `by` wrote it: the party, or an
    officer who took it down (`recorded`). Never changed nor deleted."""

    violation = models.ForeignKey(
        Violation, models.PROTECT, verbose_name="违规处理", related_name="statements"
    )
    kind = models.CharField("类别", max_length=10, choices=StatementKind)
    text = EncryptedText("内容")
    recorded = models.BooleanField("由办理人员记录", default=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="填写人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "陈述和申诉"
        verbose_name_plural = "陈述和申诉"
        ordering = ["violation", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Measure(models.Model):
    """One effect that a decision had. `facts` is canonical JSON of what it changed; once the
    decision fell, `undone_at`, and `remains` says what could not be undone."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name="决定", related_name="measures"
    )
    effect = models.CharField("效果", max_length=12, choices=Effect)
    facts = models.TextField("结果", default="{}")
    done_at = models.DateTimeField("执行时间")
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)
    remains = models.CharField("不能恢复的", max_length=300, blank=True)

    class Meta:
        verbose_name = "处理效果"
        verbose_name_plural = "处理效果"
        ordering = ["decision", "pk"]
        constraints = [models.UniqueConstraint(name="measure_once", fields=["decision", "effect"])]

    def __str__(self) -> str:
        return self.get_effect_display()


class Bar(models.Model):
    """What a party may not do from `since` to `until`, both included. Whom it is about, the
    violation says. `lifted_on`: the first day on which it holds no more, where it ended early."""

    measure = models.OneToOneField(Measure, models.PROTECT, verbose_name="效果", related_name="bar")
    violation = models.ForeignKey(
        Violation, models.PROTECT, verbose_name="违规处理", related_name="bars"
    )
    effect = models.CharField(
        "禁止", max_length=12, choices=[(each.value, each.label) for each in BARS]
    )
    since = models.DateField("首日")
    until = models.DateField("末日")
    lifted_on = models.DateField("解除日", null=True, blank=True)

    class Meta:
        verbose_name = "禁止期"
        verbose_name_plural = "禁止期"
        ordering = ["since", "pk"]
        indexes = [models.Index(name="bar_in_force", fields=["effect", "until"])]
        constraints = [
            models.CheckConstraint(
                name="bar_ends_after_it_begins", condition=Q(until__gte=F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.since} {self.until}"
