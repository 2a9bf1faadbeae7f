"""The plan of an assessment (评价计划): the case that is driven from a draft to certificates."""

from collections.abc import Callable

from django.db import models
from django.db.models import F, Q

from accounts.enums import SPEAKERS, Role
from casework.machine import regulated
from casework.models import Case
from catalogue.enums import Level, SubjectKind
from catalogue.regulations.terms import (
    OFFICE_OF,
    Actor,
    Authority,
    Method,
    Organ,
    PlanAct,
    PlanStep,
    Tier,
)

REVIEWERS = (Role.REVIEWER,)


def step(act: PlanAct, *roles: Role, stays: Callable[["Plan"], bool] | None = None):
    """A transition that the regulation of the plan draws, for members with one of `roles`."""
    return regulated("plan", act, PlanStep, roles=roles, stays=stays)


class PlanManager(models.Manager):
    def get_queryset(self):
        """With those whom `party` names, so that a desk of many plans asks once."""
        return (
            super()
            .get_queryset()
            .select_related("agency__issuer__division", "for_commission__owner")
        )


class Plan(Case):
    """`owner` is the agency's organisation; `division` the place of assessment, whose centre the
    plan goes to. `first_on` and `last_on` are the days meant, and follow the sessions once there
    are any. `reviewed` counts how many of the regulation's reviews have passed the results."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="plans"
    )
    for_commission = models.ForeignKey(
        "assessment.Commission",
        models.PROTECT,
        verbose_name="委托",
        related_name="plans",
        null=True,
        blank=True,
    )
    method = models.CharField("评价方式", max_length=20, choices=Method, blank=True)
    audiences = models.JSONField("评价对象", default=list, blank=True)
    enrol_from = models.DateField("报名开始", null=True, blank=True)
    enrol_until = models.DateField("报名截止", null=True, blank=True)
    first_on = models.DateField("首场日期", null=True, blank=True)
    last_on = models.DateField("末场日期", null=True, blank=True)
    contact = models.CharField("联系人和办公电话", max_length=200, blank=True)
    complaints = models.CharField("监督举报电话", max_length=100, blank=True)
    schedule = models.TextField("评价安排", max_length=4000, blank=True)
    enrol_way = models.CharField("报名方式", max_length=300, blank=True)
    entry_terms = models.TextField("报名条件", max_length=4000, blank=True)
    contents = models.TextField("评价内容", max_length=4000, blank=True)
    incentives = models.TextField("激励机制和待遇承诺", max_length=2000, blank=True)
    quality = models.CharField("质量管控人员", max_length=200, blank=True)
    permit = models.ForeignKey(
        "assessment.Permit",
        models.PROTECT,
        verbose_name="跨区域许可",
        related_name="plans",
        null=True,
        blank=True,
    )
    announcement = models.ForeignKey(
        "casework.Publication",
        models.PROTECT,
        verbose_name="评价公告",
        related_name="+",
        null=True,
        blank=True,
    )
    reviewed = models.PositiveSmallIntegerField("已通过的审核", default=0)

    objects = PlanManager()
    papers_by_regulation = False  # those of the regulation are a filing's

    class Meta:
        verbose_name = "评价计划"
        verbose_name_plural = "评价计划"
        indexes = [models.Index(name="plan_first_session", fields=["first_on"])]
        constraints = [
            models.CheckConstraint(
                name="plan_enrolment_in_order",
                condition=Q(enrol_from=None)
                | Q(enrol_until=None)
                | Q(enrol_until__gte=F("enrol_from")),
                violation_error_message="报名截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="plan_sessions_in_order",
                condition=Q(first_on=None) | Q(last_on__gte=F("first_on")),
            ),
        ]

    @property
    def other_parties(self) -> tuple:
        """Who acts on it besides the agency and the offices: the enterprise that commissioned it,
        or into which that was merged."""
        if self.for_commission is None:
            return ()
        client = self.for_commission.owner
        return (client, client.merged_into)

    def party(self, actor: Actor):
        """Who of this plan an actor is, where it is not the common answer; asks the database
        nothing that `PlanManager` has not loaded.

        The receiver is the office of the place that takes the plan: its centre, its employment
        authority, or its bureau where it entrusted none (LN-16)."""
        if actor == Actor.CLIENT:
            return (self.for_commission.owner,) if self.for_commission else ()
        if actor in (Actor.PLACE_CENTRE, Actor.EMPLOYMENT):
            return (self.receiver,) if self.receiver and self.receiver.is_active else ()
        if actor == Actor.FILING_CENTRE and self._issuing_centre:
            return (self._issuing_centre,)
        if actor == Actor.REVIEWER:
            reviewer = self.next_reviewer
            return () if reviewer is None else self.party(reviewer)
        return None

    def authority(self, actor: Actor) -> Authority | None:
        """The office that an actor is by tier and kind, where this plan says more than the common
        answer: the centre beside the bureau that filed the agency, and the reviewer whose turn it
        is."""
        if actor == Actor.FILING_CENTRE:
            tier = self.agency.issuer.tier if self.agency.issuer else Tier.CITY
            return Authority(Tier(tier), Organ.CENTRE)
        if actor == Actor.REVIEWER and self.next_reviewer:
            return OFFICE_OF.get(self.next_reviewer) or self.authority(self.next_reviewer)
        return None

    @property
    def next_reviewer(self) -> Actor | None:
        """Who of the regulation's chain of reviews is next; None when all have passed."""
        reviews = self.regulation.reviews
        return reviews[self.reviewed].by if self.reviewed < len(reviews) else None

    @property
    def _issuing_centre(self):
        issuer = self.agency.issuer
        return issuer if issuer and issuer.kind == Organ.CENTRE and issuer.is_active else None

    @step(PlanAct.FILE_PLAN, *SPEAKERS)
    def file_plan(self): ...

    @step(PlanAct.APPROVE_PLAN, *REVIEWERS)
    def approve_plan(self): ...

    @step(PlanAct.RETURN_PLAN, *REVIEWERS)
    def return_plan(self): ...

    @step(PlanAct.ANNOUNCE, *SPEAKERS)
    def announce(self): ...

    @step(PlanAct.OPEN, *SPEAKERS)
    def open_enrolment(self): ...

    @step(PlanAct.CLOSE, *SPEAKERS)
    def close_enrolment(self): ...

    @step(PlanAct.FILE_ROSTER, *SPEAKERS)
    def file_roster(self): ...

    @step(PlanAct.APPROVE_ROSTER, *REVIEWERS)
    def approve_roster(self): ...

    @step(PlanAct.RETURN_ROSTER, *REVIEWERS)
    def return_roster(self): ...

    @step(PlanAct.MAKE_READY, *SPEAKERS)
    def make_ready(self): ...

    @step(PlanAct.HOLD, *SPEAKERS)
    def hold(self): ...

    @step(PlanAct.SCORE, *SPEAKERS)
    def score(self): ...

    @step(PlanAct.PUBLICISE, *SPEAKERS)
    def publicise(self): ...

    @step(PlanAct.CORRECT, *SPEAKERS)
    def correct(self): ...

    @step(PlanAct.CLEAR)
    def clear(self): ...

    @step(PlanAct.SUBMIT_RESULTS, *SPEAKERS)
    def submit_results(self):
        self.reviewed = 0

    @step(PlanAct.REVIEW, *REVIEWERS, stays=lambda plan: plan.next_reviewer is not None)
    def review(self):
        self.reviewed += 1

    @step(PlanAct.RETURN_RESULTS, *REVIEWERS)
    def return_results(self): ...

    @step(PlanAct.CONFIRM, *SPEAKERS)
    def confirm(self): ...

    @step(PlanAct.CERTIFY, *SPEAKERS)
    def certify(self): ...

    @step(PlanAct.ARCHIVE, *SPEAKERS)
    def archive(self): ...

    @step(PlanAct.CANCEL, *SPEAKERS)
    def cancel(self): ...


class PlanItem(models.Model):
    """An occupation at a level that the plan assesses."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="items")
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    standard = models.ForeignKey(
        "catalogue.Standard",
        models.PROTECT,
        verbose_name="评价依据",
        related_name="+",
        null=True,
        blank=True,
    )
    expected = models.PositiveIntegerField("预计人数", default=0)

    class Meta:
        verbose_name = "评价的职业等级"
        verbose_name_plural = "评价的职业等级"
        ordering = ["plan", "occupation__code", "work_type", "-level"]
        constraints = [
            models.UniqueConstraint(
                name="plan_item_once",
                fields=["plan", "occupation", "work_type", "level"],
                violation_error_message="这个职业（工种）的这个等级已在计划中。",
            )
        ]

    def __str__(self) -> str:
        parts = (str(self.occupation), self.work_type, Level(self.level).printed)
        return " ".join(part for part in parts if part)

    @property
    def printed_work_type(self) -> str:
        """On paper: none is `--`, never blank (人社鉴发〔2021〕1号)."""
        return self.work_type or "--"

    @property
    def national(self) -> Level:
        return Level(self.level)


class PlanSubject(models.Model):
    """A subject of an item with its marks; waived with a reason and its basis (LC-19)."""

    item = models.ForeignKey(
        PlanItem, models.CASCADE, verbose_name="职业等级", related_name="subjects"
    )
    kind = models.CharField("科目", max_length=10, choices=SubjectKind)
    full_mark = models.PositiveSmallIntegerField("满分", default=100)
    pass_mark = models.PositiveSmallIntegerField("合格分", default=60)
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    waived = models.BooleanField("免考", default=False)
    reason = models.CharField("免考理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "计划科目"
        verbose_name_plural = "计划科目"
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(name="plan_subject_once", fields=["item", "kind"]),
            models.CheckConstraint(
                name="plan_subject_waived_with_reason",
                condition=Q(waived=False) | ~Q(reason=""),
                violation_error_message="免考的科目须写明理由。",
            ),
            models.CheckConstraint(
                name="plan_subject_pass_within_full",
                condition=Q(pass_mark__gt=0, pass_mark__lte=F("full_mark")),
                violation_error_message="合格分应大于 0 且不超过满分。",
            ),
        ]

    def __str__(self) -> str:
        return str(SubjectKind(self.kind).label)


class Permit(models.Model):
    """That an agency may assess in another city's territory, agreed by the province (SD-13)."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="机构", related_name="permits"
    )
    division = models.ForeignKey(
        "catalogue.Division", models.PROTECT, verbose_name="可以开展评价的地区", related_name="+"
    )
    document = models.CharField("协商文件", max_length=200)
    since = models.DateField("自")
    until = models.DateField("至")
    granted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="登记机关", related_name="+"
    )
    granted_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "跨区域许可"
        verbose_name_plural = "跨区域许可"
        ordering = ["agency", "-since"]
        constraints = [
            models.CheckConstraint(
                name="permit_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.division}"
