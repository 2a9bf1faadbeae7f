"""What an applicant fills in, row by row, complete or not; the checks say what is missing."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedText
from accounts.identity import DocumentKind
from catalogue.enums import Level, Relation, StandardKind
from catalogue.regulations.terms import Method
from filing.enums import FacilityKind, PersonRole
from filing.models.filing import Filing


class Answer(models.Model):
    """The fields of one section of the form, as they were typed: canonical JSON, name → text.

    Kept encrypted, as people write telephone numbers where they like.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, verbose_name="备案", related_name="answers")
    section = models.SlugField("部分", max_length=30)
    values = EncryptedText("内容")
    saved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="填写人", related_name="+"
    )
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "填报内容"
        verbose_name_plural = "填报内容"
        constraints = [models.UniqueConstraint(name="answer_once", fields=["filing", "section"])]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.section}"


class ScopeItem(models.Model):
    """An occupation applied for, with its range of levels (1 is the highest) and its basis.

    `post` and `reason` are for a post that the 大典 lacks, mapped to its nearest occupation
    (JS-04); `adjusted` says how the enterprise adjusted the standard, `not_below` that it is not
    below the national one (JS-06). The basis is `standard`, or, where the catalogue does not hold
    it, what the applicant calls it (`named`, of the kind `named_kind`).

    A selection on merit (SD-07) may grant less than was asked for: `lowest_granted` and
    `highest_granted` are then the levels, and `not_granted` is why a row was left out altogether.
    What was asked for stays as it was; `filing.selectors.granted` says what came of it."""

    filing = models.ForeignKey(Filing, models.CASCADE, verbose_name="备案", related_name="scope")
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    lowest = models.PositiveSmallIntegerField("最低等级", choices=Level)
    highest = models.PositiveSmallIntegerField("最高等级", choices=Level)
    standard = models.ForeignKey(
        "catalogue.Standard",
        models.PROTECT,
        verbose_name="评价依据",
        related_name="+",
        null=True,
        blank=True,
    )
    named_kind = models.CharField(
        "目录以外的依据类别", max_length=10, choices=StandardKind, blank=True
    )
    named = models.CharField("目录以外的依据", max_length=100, blank=True)
    methods = models.JSONField("评价方式", default=list)
    headcount = models.PositiveIntegerField("技能人员数", null=True, blank=True)
    experience = models.CharField("评价经历", max_length=200, blank=True)
    assessed = models.PositiveIntegerField("已评价人数", null=True, blank=True)
    post = models.CharField("本单位岗位名称", max_length=100, blank=True)
    reason = models.CharField("归入相近职业的理由", max_length=500, blank=True)
    adjusted = models.CharField("对标准的调整", max_length=500, blank=True)
    not_below = models.BooleanField("调整后不低于国家职业标准", default=False)
    lowest_granted = models.PositiveSmallIntegerField(
        "遴选确定的最低等级", choices=Level, null=True, blank=True
    )
    highest_granted = models.PositiveSmallIntegerField(
        "遴选确定的最高等级", choices=Level, null=True, blank=True
    )
    not_granted = models.CharField("未入选的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "申报的职业（工种）"
        verbose_name_plural = "申报的职业（工种）"
        ordering = ["filing", "occupation__code", "work_type"]
        constraints = [
            models.UniqueConstraint(
                name="scope_item_once",
                fields=["filing", "occupation", "work_type"],
                violation_error_message="这个职业（工种）已经填报，请修改原来的一行。",
            ),
            models.CheckConstraint(
                name="scope_item_levels_in_order",
                condition=Q(highest__lte=F("lowest")),
                violation_error_message="最高等级不能低于最低等级。",
            ),
            models.CheckConstraint(
                name="scope_item_one_basis",
                condition=Q(named="", named_kind="")
                | (Q(standard=None) & ~Q(named="") & ~Q(named_kind="")),
                violation_error_message="评价依据从目录中选择，或者写明目录以外的一项，不能都填。",
            ),
            models.CheckConstraint(
                name="scope_item_granted_within",
                condition=Q(lowest_granted=None, highest_granted=None)
                | Q(
                    not_granted="",
                    highest_granted__gte=F("highest"),
                    lowest_granted__lte=F("lowest"),
                    highest_granted__lte=F("lowest_granted"),
                ),
                violation_error_message="遴选确定的等级应在申报的等级之内。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {self.printed_work_type} {self.level_range}"

    @property
    def printed_work_type(self) -> str:
        """None prints as `--`, never blank (人社鉴发〔2021〕1号)."""
        return self.work_type or "--"

    @property
    def levels(self) -> list[Level]:
        """From the lowest to the highest."""
        return [Level(n) for n in range(self.lowest, self.highest - 1, -1)]

    @property
    def level_range(self) -> str:
        """`五级/初级工 至 三级/高级工`, or the one level."""
        first, last = Level(self.lowest), Level(self.highest)
        return first.printed if first == last else f"{first.printed} 至 {last.printed}"

    @property
    def basis(self) -> str:
        """What it is assessed by; empty while that is open."""
        if self.standard:
            return str(self.standard)
        return f"{StandardKind(self.named_kind).label} {self.named}" if self.named else ""

    @property
    def kind_of_basis(self) -> StandardKind | None:
        """What sort of thing the basis is; None while that is open."""
        kind = self.standard.kind if self.standard else self.named_kind
        return StandardKind(kind) if kind else None

    @property
    def method_labels(self) -> str:
        return "、".join(Method(m).label for m in self.methods)


class OwnLevel(models.Model):
    """One rung of the enterprise's own ladder, from the lowest, mapped to the national five
    (LC-05, JS-05)."""

    filing = models.ForeignKey(
        Filing, models.CASCADE, verbose_name="备案", related_name="own_levels"
    )
    ordinal = models.PositiveSmallIntegerField("由低到高第几级")
    name = models.CharField("等级名称", max_length=40)
    relation = models.CharField("与国家等级的关系", max_length=8, choices=Relation)
    level = models.PositiveSmallIntegerField("对应国家等级", choices=Level)

    class Meta:
        verbose_name = "自设等级"
        verbose_name_plural = "自设等级"
        ordering = ["filing", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                name="own_level_name_once",
                fields=["filing", "name"],
                violation_error_message="这个等级名称已经填报。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody whom the applicant names as staff, expert, assessor, invigilator or supervisor. The
    kind of document counts where there is a number."""

    filing = models.ForeignKey(Filing, models.CASCADE, verbose_name="备案", related_name="people")
    role = models.CharField("类别", max_length=12, choices=PersonRole)
    name = models.CharField("姓名", max_length=50)
    document_kind = models.CharField(
        "证件类型", max_length=20, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    id_number = EncryptedText("证件号码", blank=True)
    phone = EncryptedText("联系电话", blank=True)
    employer = models.CharField("所在单位", max_length=100, blank=True)
    post = models.CharField("职务或岗位", max_length=100, blank=True)
    title = models.CharField("职称或职业技能等级", max_length=100, blank=True)
    certificate = models.CharField("资质证书编号", max_length=60, blank=True)
    field = models.CharField("负责的职业（工种）", max_length=200, blank=True)
    full_time = models.BooleanField("专职", default=False)

    class Meta:
        verbose_name = "机构人员"
        verbose_name_plural = "机构人员"
        ordering = ["filing", "role", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_role_display()}）"


class Facility(models.Model):
    """A room, an installation, or equipment for assessment."""

    filing = models.ForeignKey(
        Filing, models.CASCADE, verbose_name="备案", related_name="facilities"
    )
    kind = models.CharField("类别", max_length=12, choices=FacilityKind)
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地点", max_length=200, blank=True)
    quantity = models.PositiveIntegerField("数量", default=1)
    capacity = models.PositiveIntegerField("可容纳人数（工位数）", null=True, blank=True)
    serves = models.CharField("适用的职业（工种）", max_length=200, blank=True)
    monitored = models.BooleanField("有视频监控", default=False)

    class Meta:
        verbose_name = "场地设备"
        verbose_name_plural = "场地设备"
        ordering = ["filing", "kind", "pk"]

    def __str__(self) -> str:
        return self.name


class Standing(models.Model):
    """What holds an applicant to an occupation (SD-02): a main programme or course of a school, the
    business of an association with the member unit that can do the work."""

    filing = models.ForeignKey(
        Filing, models.CASCADE, verbose_name="备案", related_name="standings"
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    top_level = models.PositiveSmallIntegerField(
        "培养（培训）的最高等级", choices=Level, null=True, blank=True
    )
    name = models.CharField("专业、课程或业务名称", max_length=100)
    unit = models.CharField("承担工作的单位会员", max_length=100, blank=True)
    unit_code = models.CharField("单位会员的统一社会信用代码", max_length=18, blank=True)

    class Meta:
        verbose_name = "主体专业（业务）"
        verbose_name_plural = "主体专业（业务）"
        ordering = ["filing", "occupation__code", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.occupation}）"
