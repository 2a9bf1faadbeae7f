"""An organisation is renamed, merged into another, or closed."""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from casework.models import Case
from onboarding.enums import Change
from onboarding.enums import ChangeState as State
from onboarding.models.parties import applies, decides

OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)
WITH_APPLICANT = (State.DRAFT, State.RETURNED)


class OrganisationChange(Case):
    """The bureau confirms the change by its evidence; only then the organisation changes.

    `pending_for` is the organisation while the case is open and nothing afterwards, so that the
    database itself refuses a second one beside it.
    """

    change = models.CharField("变更事项", max_length=10, choices=Change)
    new_name = models.CharField("变更后名称", max_length=100, blank=True)
    into = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="并入单位",
        related_name="+",
        null=True,
        blank=True,
    )
    pending_for = models.OneToOneField(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="变更中的单位",
        related_name="pending_change",
        null=True,
        blank=True,
        error_messages={"unique": "本单位已有一项变更正在办理，办结后才能再提出。"},
    )

    class Meta:
        verbose_name = "单位变更"
        verbose_name_plural = "单位变更"
        constraints = [
            models.CheckConstraint(
                name="change_has_what_it_needs",
                condition=(
                    Q(change=Change.RENAME, into=None) & ~Q(new_name="")
                    | Q(change=Change.MERGER, into__isnull=False, new_name="")
                    | Q(change=Change.CLOSING, into=None, new_name="")
                ),
                violation_error_message="更名须写明新名称，合并须写明并入单位。",
            ),
        ]

    @property
    def takes_materials(self) -> bool:
        """Whether the applicant may add evidence now."""
        return self.state in WITH_APPLICANT

    @transition("state", source=State.DRAFT, target=State.SUBMITTED, permission=applies)
    def submit(self): ...

    @transition("state", source=State.SUBMITTED, target=State.CONFIRMED, permission=decides)
    def confirm(self): ...

    @transition("state", source=State.SUBMITTED, target=State.RETURNED, permission=decides)
    def send_back(self): ...

    @transition("state", source=State.SUBMITTED, target=State.REFUSED, permission=decides)
    def refuse(self): ...

    @transition("state", source=State.RETURNED, target=State.SUBMITTED, permission=applies)
    def resubmit(self): ...

    @transition("state", source=OPEN, target=State.WITHDRAWN, permission=applies)
    def withdraw(self): ...
