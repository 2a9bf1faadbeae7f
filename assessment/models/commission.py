"""A commission (委托评价): an enterprise asks a qualified agency to assess its people."""

from django.db import models

from accounts.enums import SPEAKERS, Role
from casework.machine import regulated
from casework.models import Case
from catalogue.enums import Level
from catalogue.regulations.terms import Actor, CommissionAct, CommissionStep, Regime

REVIEWERS = (Role.REVIEWER,)
# The client may fill in; what the agency has agreed to (occupations, levels, numbers) stands.
EDITABLE = (CommissionStep.DRAFT, CommissionStep.RETURNED)
# From which a new one may be made: what ended without a letter, or was sent back.
AGAIN = (CommissionStep.RETURNED, CommissionStep.DECLINED, CommissionStep.WITHDRAWN)


def step(act: CommissionAct, *roles: Role):
    """A transition that the regulation of the commission draws."""
    return regulated("commission", act, CommissionStep, roles=roles)


class CommissionManager(models.Manager):
    def get_queryset(self):
        """With those whom `party` names, so that a desk of many commissions asks once."""
        return super().get_queryset().select_related("owner", "receiver", "agency__organisation")


class Commission(Case):
    """`owner` is the enterprise that asks (HB-01, LC-03); the agency answers it. `division` is the
    place of assessment, `receiver` the centre with authority. `asked_on` is the day on which the
    agency was asked first, none before: till then it knows nothing of it. `signed_on` is the date
    of the agreement that `agreement` is: once that is replaced, the date is asked for anew."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="受托机构", related_name="commissions"
    )
    need = models.TextField("评价需求", max_length=2000, blank=True)
    same_kind = models.TextField("与受托企业同类的说明", max_length=1000, blank=True)
    pay = models.TextField("待遇兑现承诺", max_length=2000, blank=True)
    proposed_on = models.DateField("希望评价时间", null=True, blank=True)
    asked_on = models.DateField("提出日期", null=True, blank=True)
    signed_on = models.DateField("协议签订日期", null=True, blank=True)
    agreement = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="签订的协议",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = CommissionManager()

    class Meta:
        verbose_name = "委托评价"
        verbose_name_plural = "委托评价"

    def party(self, actor: Actor):
        """The enterprise is the client, the agency's organisation the agency; the centre with
        authority over the commission (按管理权限) received it. Who is not active is nobody."""
        named = {
            Actor.CLIENT: self.owner,
            Actor.AGENCY: self.agency.organisation,
            Actor.FILING_CENTRE: self.receiver,
        }
        if actor not in named:
            return None
        organisation = named[actor]
        return (organisation,) if organisation and organisation.is_active else ()

    @property
    def other_parties(self) -> tuple:
        """Who acts on it besides owner and offices."""
        return (self.agency.organisation,)

    @property
    def is_among_own_kind(self) -> bool:
        """Whether an enterprise that assesses its own people takes in those of another, which must
        be of its kind (LC-03)."""
        return self.regulation.regime == Regime.OWN

    @property
    def takes_materials(self) -> bool:
        """Papers come in until the centre has them, and again when it sends them back."""
        return self.state in (*EDITABLE, CommissionStep.REQUESTED, CommissionStep.AGREED)

    @property
    def handed_in_by(self) -> tuple[int, ...]:
        """The client's papers; the agency's, once it was asked."""
        if self.state == CommissionStep.DRAFT or not self.agency.organisation_id:
            return (self.owner_id,)
        return (self.owner_id, self.agency.organisation_id)

    @step(CommissionAct.REQUEST, *SPEAKERS)
    def ask(self): ...

    @step(CommissionAct.AGREE, *SPEAKERS)
    def agree(self): ...

    @step(CommissionAct.DECLINE, *SPEAKERS)
    def decline(self): ...

    @step(CommissionAct.SUBMIT, *SPEAKERS)
    def submit(self): ...

    @step(CommissionAct.RETURN, *REVIEWERS)
    def send_back(self): ...

    @step(CommissionAct.GRANT, *REVIEWERS)
    def grant(self): ...

    @step(CommissionAct.WITHDRAW, *SPEAKERS)
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
            ),
            models.CheckConstraint(
                name="commission_item_of_somebody",
                condition=models.Q(headcount__gt=0),
                violation_error_message="人数应大于 0。",
            ),
        ]

    def __str__(self) -> str:
        parts = (str(self.occupation), self.work_type, Level(self.level).printed)
        return " ".join(part for part in parts if part)

    @property
    def printed_work_type(self) -> str:
        """On paper: none is `--`, never blank (人社鉴发〔2021〕1号)."""
        return self.work_type or "--"
