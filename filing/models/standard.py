"""An enterprise's own 评价规范, on its way to becoming a basis (JS-02, LC-07, SD-14)."""

from django.db import models
from django.db.models import F, Q

from accounts.enums import SPEAKERS, Role
from casework.machine import regulated
from casework.models import Case
from catalogue.enums import Level
from catalogue.regulations.terms import StandardAct as Do
from catalogue.regulations.terms import StandardStep as Step

REVIEWERS = (Role.REVIEWER,)


def step(act: Do, *roles: Role):
    return regulated("standard", act, Step, roles=roles)


class StandardCase(Case):
    """Approved, it is a `catalogue.Standard` (`standard`) that the owner's filings may rest on."""

    papers_by_regulation = False  # those of the regulation are a filing's

    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    name = models.CharField("规范名称", max_length=100)
    edition = models.CharField("版本", max_length=40)
    lowest = models.PositiveSmallIntegerField("最低等级", choices=Level)
    highest = models.PositiveSmallIntegerField("最高等级", choices=Level)
    not_below = models.BooleanField("不低于相近职业的国家职业标准要求", default=False)
    reason = models.CharField("有国家职业标准仍自行编制的理由", max_length=500, blank=True)
    standard = models.OneToOneField(
        "catalogue.Standard",
        models.PROTECT,
        verbose_name="生效的评价规范",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "企业评价规范"
        verbose_name_plural = "企业评价规范"
        constraints = [
            models.CheckConstraint(
                name="standard_case_levels_in_order",
                condition=Q(highest__lte=F("lowest")),
                violation_error_message="最高等级不能低于最低等级。",
            ),
        ]

    @property
    def takes_materials(self) -> bool:
        """Whether the owner may add papers now."""
        return self.state in (Step.DRAFT, Step.RETURNED)

    @property
    def levels(self) -> tuple[Level, ...]:
        """From the lowest to the highest."""
        return tuple(Level(n) for n in range(self.lowest, self.highest - 1, -1))

    @step(Do.SUBMIT, *SPEAKERS)
    def submit(self): ...

    @step(Do.RETURN, *REVIEWERS)
    def send_back(self): ...

    @step(Do.APPROVE, *REVIEWERS)
    def approve(self): ...

    @step(Do.SUBMIT_PROVINCE, *REVIEWERS)
    def submit_province(self): ...

    @step(Do.APPROVE_PROVINCE, *REVIEWERS)
    def approve_province(self): ...

    @step(Do.PROPOSE, *REVIEWERS)
    def propose(self): ...

    @step(Do.WITHDRAW, *SPEAKERS)
    def withdraw(self): ...
