"""A person's registration for a plan (报名), with what admits him or her."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText, LookupHash
from accounts.identity import DocumentKind
from assessment.enums import EntryStatus, EvidenceKind, Ground
from assessment.models.plan import Plan, PlanItem
from catalogue.enums import Level
from catalogue.regulations.terms import Audience


class Entry(models.Model):
    """One person for one item of a plan.

    `details` is what else the 申报表 asks for (HB annex 1: address, schooling, certificate …) as
    canonical JSON by field (`assessment.entry_details`). `months` is the sum that eligibility
    found. `entered_by` is the clerk who entered it, or who claimed an exception for it last; none
    for whoever applied through a `link`; then `own_hash` is the digest of the address under which
    he or she finds it again. The enterprise signs (`signed_*`), the agency approves
    (`decided_*`). `version` goes up with every change: two clerks with one entry open do not
    overwrite each other."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="entries")
    item = models.ForeignKey(
        PlanItem, models.PROTECT, verbose_name="申报职业等级", related_name="entries"
    )
    number = models.CharField("报名编号", max_length=30, unique=True)
    status = models.CharField("状态", max_length=10, choices=EntryStatus, default=EntryStatus.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)
    audience = models.CharField("人员类别", max_length=20, choices=Audience)
    name = models.CharField("姓名", max_length=50)
    document = models.CharField(
        "证件类型", max_length=20, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    id_number = EncryptedText("证件号码")
    id_hash = LookupHash("证件号码检索", of="id_number", purpose="id_number")
    sex = models.CharField("性别", max_length=1, choices=[("男", "男"), ("女", "女")])
    born_on = models.DateField("出生日期")
    phone = EncryptedText("联系电话", blank=True)
    employer = models.CharField("工作单位", max_length=100, blank=True)
    post = models.CharField("部门和岗位", max_length=100, blank=True)
    details = EncryptedText("申报表其他内容", default="{}")
    photo = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="照片",
        related_name="+",
        null=True,
        blank=True,
    )
    ground = models.CharField("准入依据", max_length=12, choices=Ground, default=Ground.CONDITION)
    condition = models.ForeignKey(
        "catalogue.EntryCondition",
        models.PROTECT,
        verbose_name="符合的申报条件",
        related_name="+",
        null=True,
        blank=True,
    )
    months = models.PositiveIntegerField("累计工作月数", null=True, blank=True)
    reason = models.CharField("破格、越级或直接认定的理由", max_length=500, blank=True)
    result = models.ForeignKey(
        "assessment.CompetitionResult",
        models.PROTECT,
        verbose_name="竞赛成绩",
        related_name="+",
        null=True,
        blank=True,
    )
    entered_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name="填报人",
        null=True,
        blank=True,
    )
    link = models.ForeignKey(
        "assessment.EntryLink",
        models.PROTECT,
        related_name="entries",
        verbose_name="报名链接",
        null=True,
        blank=True,
    )
    own_hash = models.CharField("本人链接摘要", max_length=64, blank=True, db_index=True)
    applied_at = models.DateTimeField("提交时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name="单位审核人",
        null=True,
        blank=True,
    )
    signed_at = models.DateTimeField("单位审核时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name="核准人",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("核准时间", null=True, blank=True)
    remark = models.CharField("审核意见", max_length=300, blank=True)
    ticket = models.CharField("准考证号", max_length=30, blank=True)

    class Meta:
        verbose_name = "报名"
        verbose_name_plural = "报名"
        ordering = ["plan", "number"]
        indexes = [models.Index(name="entry_by_status", fields=["plan", "status"])]
        constraints = [
            models.UniqueConstraint(
                name="entry_person_once_an_item",
                fields=["item", "id_hash"],
                condition=~Q(status__in=["refused", "withdrawn"]),
                violation_error_message="此人已报名这个职业的这个等级。",
            ),
            models.UniqueConstraint(
                name="entry_ticket_once", fields=["ticket"], condition=~Q(ticket="")
            ),
            models.CheckConstraint(
                name="entry_exception_has_reason",
                condition=Q(ground=Ground.CONDITION) | ~Q(reason=""),
                violation_error_message="破格、越级、直接认定等须写明理由。",
            ),
            models.CheckConstraint(
                name="entry_approved_by_somebody",
                condition=~Q(status="approved")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class WorkPeriod(models.Model):
    """One line of the work history; `until` is the last day, none while it goes on."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="报名", related_name="work")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    employer = models.CharField("单位", max_length=100)
    occupation = models.CharField("从事的职业（工种）或学习内容", max_length=100)
    related = models.BooleanField("本职业或相关职业", default=True)
    witness = models.CharField("证明人", max_length=50, blank=True)

    class Meta:
        verbose_name = "工作经历"
        verbose_name_plural = "工作经历"
        ordering = ["entry", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="work_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.since}"


class Evidence(models.Model):
    """A paper that proves something of a registration. One file may prove it of many of the same
    plan: the enterprise's list of social-security payments names all its people."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="报名", related_name="evidence")
    kind = models.CharField("类别", max_length=16, choices=EvidenceKind)
    file = models.ForeignKey(
        "casework.StoredFile", models.PROTECT, verbose_name="文件", related_name="+"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    added_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "报名材料"
        verbose_name_plural = "报名材料"
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(name="evidence_once_an_entry", fields=["entry", "file"])
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class EntryLink(models.Model):
    """A link by which workers fill in their own 申报表; the token stands only in the link."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="links")
    token_hash = models.CharField("链接摘要", max_length=64, unique=True)
    label = models.CharField("用途", max_length=100)
    employer = models.CharField("工作单位", max_length=100, blank=True)
    expires_at = models.DateTimeField("失效时间")
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="生成人", related_name="+"
    )
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "报名链接"
        verbose_name_plural = "报名链接"
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return self.label


class Competition(models.Model):
    """A competition of skills whose results give a level (JS-08)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="登记单位", related_name="+"
    )
    name = models.CharField("竞赛名称", max_length=100)
    organiser = models.CharField("主办单位", max_length=100)
    document = models.CharField("竞赛文件", max_length=200, blank=True)
    held_on = models.DateField("竞赛日期")

    class Meta:
        verbose_name = "职业技能竞赛"
        verbose_name_plural = "职业技能竞赛"
        ordering = ["-held_on", "name"]
        constraints = [
            models.UniqueConstraint(
                name="competition_once",
                fields=["organisation", "name", "held_on"],
                violation_error_message="这项竞赛已经登记。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CompetitionResult(models.Model):
    """Somebody's rank, and the level that the rules of the competition give for it."""

    competition = models.ForeignKey(
        Competition, models.CASCADE, verbose_name="竞赛", related_name="results"
    )
    name = models.CharField("姓名", max_length=50)
    id_number = EncryptedText("证件号码")
    id_hash = LookupHash("证件号码检索", of="id_number", purpose="id_number")
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    rank = models.PositiveSmallIntegerField("名次")
    level = models.PositiveSmallIntegerField("可晋升等级", choices=Level)

    class Meta:
        verbose_name = "竞赛成绩"
        verbose_name_plural = "竞赛成绩"
        ordering = ["competition", "occupation__code", "rank"]
        constraints = [
            models.UniqueConstraint(
                name="competition_result_once",
                fields=["competition", "occupation", "id_hash"],
                violation_error_message="此人在这个职业的成绩已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.rank}名"
