"""Credit of agencies (信用评估, LN-14): a round of one office and period, what counts, the sums."""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from casework.models import Case
from supervision import credit
from supervision.enums import CreditSource
from supervision.enums import RoundState as State
from supervision.models.credit_parties import directs, is_system, prepares


class CreditRound(Case):
    """The rating of an office's agencies for a period. `formula` is the one by which it is
    reckoned, as canonical JSON, so that it can be repeated for good. `slot` keeps an office from
    rating a period twice; it is given back with a cancellation. `final_on`: when it was published
    for good."""

    period = models.CharField("评估周期", max_length=10)
    since = models.DateField("周期首日")
    until = models.DateField("周期末日")
    formula = models.TextField("评估办法")
    formula_version = models.PositiveSmallIntegerField("办法版本")
    slot = models.CharField("机关和周期", max_length=30, unique=True, null=True, blank=True)
    final_on = models.DateField("公布日期", null=True, blank=True)

    class Meta:
        verbose_name = "信用评估"
        verbose_name_plural = "信用评估"
        indexes = [models.Index(name="credit_round_until", fields=["until"])]

    @property
    def rules(self) -> credit.Formula:
        """The formula as it was kept."""
        return credit.read(self.formula)

    @property
    def label(self) -> str:
        """`2026 年度`."""
        return credit.Period(self.period, self.since, self.until).label

    @transition("state", source=State.DRAFT, target=State.PUBLICITY, permission=directs)
    def publicise(self): ...

    @transition("state", source=State.PUBLICITY, target=State.FINAL, permission=is_system)
    def clear(self): ...

    @transition("state", source=(State.PUBLICITY, State.FINAL), target=None, permission=directs)
    def correct(self): ...

    @transition("state", source=State.DRAFT, target=State.CANCELLED, permission=prepares)
    def cancel(self): ...


class CreditItem(models.Model):
    """One recorded event that counts for an agency in a round. `source` is the case it comes from,
    shown to those who may see that case; `label` says what it was to everybody else. Never changed
    but for being struck, by a contest (`struck_by`) or because the record fell (`struck_for`)."""

    round = models.ForeignKey(
        CreditRound, models.PROTECT, verbose_name="信用评估", related_name="items"
    )
    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="credit_items"
    )
    rule = models.CharField("评分规则", max_length=30)
    kind = models.CharField("来源类别", max_length=20, choices=CreditSource)
    record = models.CharField("记录", max_length=60)
    source = models.ForeignKey(
        "casework.Case", models.PROTECT, verbose_name="来源事项", related_name="+"
    )
    label = models.CharField("事由", max_length=200)
    happened_on = models.DateField("日期")
    added_at = models.DateTimeField("计入时间")
    struck_at = models.DateTimeField("剔除时间", null=True, blank=True)
    struck_by = models.OneToOneField(
        "supervision.CreditContest",
        models.PROTECT,
        verbose_name="异议",
        related_name="struck",
        null=True,
        blank=True,
    )
    struck_for = models.CharField("剔除原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "信用评分事项"
        verbose_name_plural = "信用评分事项"
        ordering = ["round", "agency", "happened_on", "pk"]
        indexes = [models.Index(name="credit_item_of_agency", fields=["agency", "round"])]
        constraints = [
            models.UniqueConstraint(
                name="credit_item_once", fields=["round", "agency", "rule", "record"]
            ),
            models.CheckConstraint(
                name="credit_item_struck_with_reason",
                condition=Q(struck_at=None, struck_by=None, struck_for="")
                | Q(struck_at__isnull=False) & ~Q(struck_for=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CreditRating(models.Model):
    """What an agency came to in a round; a correction is a new revision, the old one stays.
    `lines` is canonical JSON of the sum: rule, its name, how many, what they are worth."""

    round = models.ForeignKey(
        CreditRound, models.PROTECT, verbose_name="信用评估", related_name="ratings"
    )
    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="credit_ratings"
    )
    revision = models.PositiveSmallIntegerField("版次", default=1)
    points = models.SmallIntegerField("得分")
    grade = models.CharField("等级", max_length=1)
    lines = models.TextField("得分明细")
    reason = models.CharField("更正原因", max_length=200, blank=True)
    reckoned_at = models.DateTimeField("测算时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)

    class Meta:
        verbose_name = "信用等级"
        verbose_name_plural = "信用等级"
        ordering = ["round", "agency", "revision"]
        indexes = [models.Index(name="credit_rating_grade", fields=["round", "grade"])]
        constraints = [
            models.UniqueConstraint(
                name="credit_rating_revision_once", fields=["round", "agency", "revision"]
            ),
            models.UniqueConstraint(
                name="credit_rating_one_in_force",
                fields=["round", "agency"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="credit_rating_corrected_with_reason",
                condition=Q(revision=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.grade}"
