"""A change of a plan that is filed already: an act of its own (postponed, room lost, staff)."""

from django.db import models
from django_fsm import transition

from accounts.enums import Role
from accounts.selectors import holds
from assessment.enums import Change, ChangeState
from assessment.models.plan import Plan
from casework.models import Case


def decides(case, user) -> bool:
    """A reviewer of the office that has it."""
    return case.office_id is not None and holds(user, case.office_id, Role.REVIEWER)


def applies(case, user) -> bool:
    """A manager or clerk of the agency."""
    return case.owner_id is not None and holds(user, case.owner_id, Role.MANAGER, Role.CLERK)


class PlanChange(Case):
    """`wanted` is the change as plain values, which the effect carries out once it is approved, or
    at once where no office approves the plan's roster or plan."""

    of_plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="计划", related_name="changes")
    change = models.CharField("变更事项", max_length=10, choices=Change)
    session = models.ForeignKey(
        "assessment.Session", models.PROTECT, verbose_name="场次", related_name="changes"
    )
    reason = models.CharField("变更原因", max_length=500)
    wanted = models.JSONField("变更内容", default=dict, blank=True)

    class Meta:
        verbose_name = "计划变更"
        verbose_name_plural = "计划变更"

    @transition(
        "state", source=ChangeState.SUBMITTED, target=ChangeState.APPROVED, permission=decides
    )
    def approve(self): ...

    @transition(
        "state", source=ChangeState.SUBMITTED, target=ChangeState.RETURNED, permission=decides
    )
    def send_back(self): ...

    @transition(
        "state",
        source=(ChangeState.SUBMITTED, ChangeState.RETURNED),
        target=ChangeState.WITHDRAWN,
        permission=applies,
    )
    def withdraw(self): ...
