"""The pool of experts, whom they must step back from, and the panels drawn from it (LC-11)."""

from django.db import models
from django.db.models import F, Q

from filing.enums import ConflictCause, Verdict
from filing.models.filing import Filing


class Expert(models.Model):
    """A person in the pool of an office, for a term; `until` is the last day."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="用户", related_name="expert_terms"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="聘任机关", related_name="experts"
    )
    title = models.CharField("职称或职业技能等级", max_length=100, blank=True)
    since = models.DateField("聘期自")
    until = models.DateField("聘期至")
    left_on = models.DateField("解聘日期", null=True, blank=True)

    class Meta:
        verbose_name = "专家"
        verbose_name_plural = "专家"
        ordering = ["office", "user"]
        constraints = [
            models.UniqueConstraint(
                name="expert_once_in_a_pool",
                fields=["user", "office"],
                violation_error_message="此人已在本机关专家库中。",
            ),
            models.CheckConstraint(
                name="expert_term_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="聘期结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.user.display_name


class Expertise(models.Model):
    """What an expert knows: the beginning of occupation codes (`6-31` for a 中类)."""

    expert = models.ForeignKey(
        Expert, models.CASCADE, verbose_name="专家", related_name="expertise"
    )
    code = models.CharField("职业分类代码", max_length=12)

    class Meta:
        verbose_name = "专业领域"
        verbose_name_plural = "专业领域"
        ordering = ["expert", "code"]
        constraints = [models.UniqueConstraint(name="expertise_once", fields=["expert", "code"])]

    def __str__(self) -> str:
        return self.code


class Conflict(models.Model):
    """An organisation, by its 统一社会信用代码, for which a person must not judge.

    `bars_until`: the last day; none, and it bars as long as it stands here. The database refuses a
    panel member with one (trigger)."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="专家", related_name="conflicts"
    )
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("单位名称", max_length=100)
    cause = models.CharField("事由", max_length=16, choices=ConflictCause)
    note = models.CharField("说明", max_length=200, blank=True)
    bars_until = models.DateField("回避至", null=True, blank=True)
    declared_at = models.DateTimeField("登记时间")
    declared_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )

    class Meta:
        verbose_name = "回避事项"
        verbose_name_plural = "回避事项"
        ordering = ["user", "code"]
        indexes = [models.Index(name="conflict_by_code", fields=["code"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_cause_display()}）"


class Panel(models.Model):
    """The experts who evaluate a filing, drawn by lot; a filing evaluated anew has another.

    `methods` are those of the regulation that were chosen. `verdict` is the panel's conclusion,
    reached only when all have spoken."""

    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="备案", related_name="panels")
    lot = models.ForeignKey(
        "casework.Lot", models.PROTECT, verbose_name="抽取记录", related_name="+"
    )
    methods = models.JSONField("评估方式", default=list)
    visit_on = models.DateField("现场考察日期", null=True, blank=True)
    convened_at = models.DateTimeField("组建时间")
    verdict = models.CharField("评估结论", max_length=8, choices=Verdict, blank=True)
    conclusion = models.TextField("结论说明", max_length=2000, blank=True)
    concluded_at = models.DateTimeField("形成时间", null=True, blank=True)

    class Meta:
        verbose_name = "专家组"
        verbose_name_plural = "专家组"
        ordering = ["filing", "pk"]
        constraints = [
            models.CheckConstraint(
                name="panel_concluded_whole",
                condition=Q(verdict="", concluded_at=None)
                | (~Q(verdict="") & ~Q(conclusion="") & Q(concluded_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="panel_one_at_a_time",
                fields=["filing"],
                condition=Q(verdict=""),
                violation_error_message="这件申请已有专家组。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} 专家组"


class PanelMember(models.Model):
    """One expert on a panel and what he or she thinks in the end.

    Who stepped back (`replaced_at`) stays on record. Once `spoken_at` is set nothing changes any
    more (trigger): officers cannot edit an opinion. Only a dissent may be added to it, once, before
    the panel has concluded."""

    panel = models.ForeignKey(Panel, models.PROTECT, verbose_name="专家组", related_name="members")
    expert = models.ForeignKey(Expert, models.PROTECT, verbose_name="专家", related_name="seats")
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="用户", related_name="panel_seats"
    )
    appointed_on = models.DateField("入组日期")
    verdict = models.CharField("意见", max_length=8, choices=Verdict, blank=True)
    text = models.TextField("书面意见", max_length=2000, blank=True)
    dissent = models.TextField("保留意见", max_length=2000, blank=True)
    spoken_at = models.DateTimeField("提交时间", null=True, blank=True)
    replaced_at = models.DateTimeField("退出时间", null=True, blank=True)
    replaced_for = models.CharField("退出原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "专家组成员"
        verbose_name_plural = "专家组成员"
        ordering = ["panel", "pk"]
        constraints = [
            models.UniqueConstraint(name="panel_member_once", fields=["panel", "user"]),
            models.CheckConstraint(
                name="panel_member_speaks_whole",
                condition=Q(spoken_at=None) | (~Q(verdict="") & ~Q(text="")),
                violation_error_message="请选择结论并写明书面意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert}"


class Opinion(models.Model):
    """What one member finds on one condition, with the evidence it rests on. Kept as it is typed,
    complete or not; nothing is added or changed once the member has spoken (trigger)."""

    member = models.ForeignKey(
        PanelMember, models.PROTECT, verbose_name="专家组成员", related_name="opinions"
    )
    condition = models.SlugField("条件", max_length=30)
    verdict = models.CharField("意见", max_length=8, choices=Verdict, blank=True)
    text = models.CharField("理由", max_length=1000, blank=True)
    evidence = models.CharField("依据的材料和所见证据", max_length=500, blank=True)

    class Meta:
        verbose_name = "逐条意见"
        verbose_name_plural = "逐条意见"
        ordering = ["member", "pk"]
        constraints = [models.UniqueConstraint(name="opinion_once", fields=["member", "condition"])]

    def __str__(self) -> str:
        return f"{self.condition} {self.get_verdict_display()}"
