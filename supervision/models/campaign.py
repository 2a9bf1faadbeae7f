"""A random inspection (双随机、一公开): what is drawn from, by whom it is inspected, the draws."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from accounts.fields import EncryptedText
from casework.models import Case
from catalogue.enums import Level
from supervision.enums import CampaignState as State
from supervision.enums import CampaignSubject
from supervision.models.inspection_parties import directs


class Campaign(Case):
    """`place`, `occupation`, `level` and for sessions `since`–`until` narrow the territory of the
    office; `classes` are the classes of credit that are drawn from (none: all). Either `amount` or
    `ratio` (percent) says how many are drawn. `weights` is `{agency code: [weight, reason]}`.
    `public_value` names what is mixed into the draw and is known on `value_on` only."""

    subject = models.CharField("抽查对象", max_length=10, choices=CampaignSubject)
    methods = models.JSONField("检查方式", default=list)
    place = models.ForeignKey(
        "catalogue.Division",
        models.PROTECT,
        verbose_name="地区",
        related_name="+",
        null=True,
        blank=True,
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation",
        models.PROTECT,
        verbose_name="职业",
        related_name="+",
        null=True,
        blank=True,
    )
    level = models.PositiveSmallIntegerField("等级", choices=Level, null=True, blank=True)
    since = models.DateField("场次自", null=True, blank=True)
    until = models.DateField("场次至", null=True, blank=True)
    classes = models.JSONField("信用等级", default=list, blank=True)
    amount = models.PositiveSmallIntegerField("抽取数量", null=True, blank=True)
    ratio = models.PositiveSmallIntegerField("抽取比例（%）", null=True, blank=True)
    team = models.PositiveSmallIntegerField("每个对象的检查人员")
    staff = models.BooleanField("从本机关工作人员中抽取", default=True)
    supervisors = models.BooleanField("从外部质量督导员中抽取", default=True)
    weighted = models.BooleanField("按风险加权", default=False)
    weights = models.JSONField("权重", default=dict, blank=True)
    grounds = models.CharField("加权理由", max_length=500, blank=True)
    begins_on = models.DateField("检查开始")
    ends_on = models.DateField("检查截止")
    public_value = models.CharField("公共值", max_length=150)
    value_on = models.DateField("公共值产生日期")
    remark = models.TextField("说明", max_length=1000, blank=True)

    class Meta:
        verbose_name = "双随机抽查"
        verbose_name_plural = "双随机抽查"
        constraints = [
            models.CheckConstraint(
                name="campaign_number_or_ratio",
                condition=Q(amount__gte=1, ratio=None) | Q(amount=None, ratio__range=(1, 100)),
                violation_error_message="抽取数量和比例只填一项；比例为 1 至 100。",
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="检查截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="campaign_has_a_pool",
                condition=Q(staff=True) | Q(supervisors=True),
                violation_error_message="请至少选择一类检查人员。",
            ),
            models.CheckConstraint(
                name="campaign_weights_have_grounds",
                condition=Q(weighted=False) | ~Q(grounds=""),
                violation_error_message="按风险加权的，请写明理由。",
            ),
        ]

    @property
    def is_public(self) -> bool:
        """Whether it was published: what was fixed stays public, also once it is cancelled."""
        return self.draws.exists()

    @transition("state", source=State.DRAFT, target=State.FIXED, permission=directs)
    def fix(self): ...

    @transition("state", source=State.FIXED, target=State.DRAWN, permission=directs)
    def draw(self): ...

    @transition("state", source=State.DRAWN, target=State.FIXED, permission=directs)
    def redraw(self): ...

    @transition("state", source=State.DRAWN, target=State.CLOSED, permission=directs)
    def close(self): ...

    @transition(
        "state",
        source=(State.DRAFT, State.FIXED),
        target=State.CANCELLED,
        permission=directs,
    )
    def cancel(self): ...


class Draw(models.Model):
    """One fixing of population and pool, and what was drawn. Kept by the database as it was fixed,
    and from the draw on altogether.

    `frame` is canonical JSON: the digests of both lots, who must step back from which object, how
    many go together, the weights with their reasons, and by `people` who the numbers of the pool
    are. `teams` is the outcome, by object."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="抽查", related_name="draws"
    )
    sequence = models.PositiveSmallIntegerField("第几次")
    objects_lot = models.OneToOneField(
        "casework.Lot", models.PROTECT, verbose_name="对象抽签", related_name="+"
    )
    pool_lot = models.OneToOneField(
        "casework.Lot", models.PROTECT, verbose_name="人员抽签", related_name="+"
    )
    frame = models.TextField("抽取框架")
    digest = models.CharField("框架摘要", max_length=64)
    salt = EncryptedText("人员名单随机串")
    public_value = models.CharField("公共值", max_length=150)
    value_on = models.DateField("公共值产生日期")
    reason = models.CharField("重抽原因", max_length=200, blank=True)
    fixed_at = models.DateTimeField("公布时间")
    teams = models.TextField("抽取结果", blank=True)
    source = models.CharField("公共值出处", max_length=200, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)

    class Meta:
        verbose_name = "抽取"
        verbose_name_plural = "抽取"
        ordering = ["campaign", "sequence"]
        constraints = [
            models.UniqueConstraint(name="draw_in_order", fields=["campaign", "sequence"]),
            models.CheckConstraint(
                name="draw_again_has_reason",
                condition=Q(sequence=1, reason="") | Q(sequence__gt=1) & ~Q(reason=""),
                violation_error_message="重新抽取须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} 第{self.sequence}次抽取"


class PoolMember(models.Model):
    """Who a number of a pool is. Only ever added."""

    draw = models.ForeignKey(Draw, models.PROTECT, verbose_name="抽取", related_name="pool")
    number = models.PositiveSmallIntegerField("编号")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="检查人员", related_name="+"
    )

    class Meta:
        verbose_name = "检查人员名录"
        verbose_name_plural = "检查人员名录"
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(name="pool_number_once", fields=["draw", "number"]),
            models.UniqueConstraint(name="pool_person_once", fields=["draw", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号"
