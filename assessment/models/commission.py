"""A commission (委托评价): an enterprise asks a qualified agency to assess its people."""

from django.db import models

from accounts.enums import Role
from casework.machine import regulated
from casework.models import Case
from catalogue.enums import Level
from catalogue.regulations.terms import Actor, CommissionAct, CommissionStep

AGENTS = (Role.MANAGER, Role.CLERK)
REVIEWERS = (Role.REVIEWER,)


def step(act: CommissionAct, *roles: Role):
    """A transition that the regulation of the commission draws."""
    return regulated("commission", act, CommissionStep, roles=roles)


class Commission(Case):
    """`owner` is the enterprise that asks (HB-01, LC-03); the agency answers it."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="受托机构", related_name="commissions"
    )
    need = models.TextField("评价需求", max_length=2000, blank=True)
    pay = models.TextField("待遇兑现承诺", max_length=2000, blank=True)
    proposed_on = models.DateField("希望评价时间", null=True, blank=True)

    class Meta:
        verbose_name = "委托评价"
        verbose_name_plural = "委托评价"

    def party(self, actor: Actor):
        """The enterprise is the client, the agency's organisation the agency; the centre with
        authority over the commission (按管理权限) received it."""
        if actor == Actor.CLIENT:
            return (self.owner,)
        if actor == Actor.AGENCY:
            organisation = self.agency.organisation
            return (organisation,) if organisation and organisation.is_active else ()
        if actor == Actor.FILING_CENTRE:
            return (self.receiver,) if self.receiver else ()
        return None

    @step(CommissionAct.REQUEST, *AGENTS)
    def ask(self): ...

    @step(CommissionAct.AGREE, *AGENTS)
    def agree(self): ...

    @step(CommissionAct.DECLINE, *AGENTS)
    def decline(self): ...

    @step(CommissionAct.SUBMIT, *AGENTS)
    def submit(self): ...

    @step(CommissionAct.RETURN, *REVIEWERS)
    def send_back(self): ...

    @step(CommissionAct.GRANT, *REVIEWERS)
    def grant(self): ...

    @step(CommissionAct.WITHDRAW, *AGENTS)
    def withdraw(self): ...


class CommissionItem(models.Model):
    """What the enterprise needs: an occupation at a level, and for how many."""

    commission = models.ForeignKey(
        Commission, models.CASCADE, verbose_name="委托", related_name="items"
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种（职业方向）", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    headcount = models.PositiveIntegerField("人数")

    class Meta:
        verbose_name = "委托的职业等级"
        verbose_name_plural = "委托的职业等级"
        ordering = ["commission", "occupation__code", "work_type", "-level"]
        constraints = [
            models.UniqueConstraint(
                name="commission_item_once",
                fields=["commission", "occupation", "work_type", "level"],
                violation_error_message="这个职业（工种）的这个等级已经填写。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {Level(self.level).printed}"
