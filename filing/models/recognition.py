"""A parent's filing recognised for its subsidiary at another place (JS-10)."""

from django.db import models
from django_fsm import transition

from accounts.enums import SPEAKERS, Role
from accounts.selectors import holds
from casework.models import Case
from filing.enums import RecognitionState as State


def decides(case, user) -> bool:
    """A reviewer of the office that has the case."""
    return case.office_id is not None and holds(user, case.office_id, Role.REVIEWER)


def ends(case, user) -> bool:
    """Whoever recognised it, or the subsidiary."""
    return decides(case, user) or applies(case, user)


def applies(case, user) -> bool:
    """A manager or clerk of the subsidiary."""
    return case.owner_id is not None and holds(user, case.owner_id, *SPEAKERS)


class Recognition(Case):
    """The bureau of the subsidiary's place lets the parent's agency assess the subsidiary's people;
    `since` and `until` (the first day after) say when. `relation` is what ties the two."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="母公司评价机构", related_name="recognitions"
    )
    relation = models.CharField("母子公司关系", max_length=300)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("止（不含）", null=True, blank=True)

    class Meta:
        verbose_name = "备案互认"
        verbose_name_plural = "备案互认"

    @property
    def takes_materials(self) -> bool:
        """Whether the subsidiary may add evidence now."""
        return self.state in (State.SUBMITTED, State.RETURNED)

    @transition("state", source=State.SUBMITTED, target=State.RECOGNISED, permission=decides)
    def recognise(self): ...

    @transition("state", source=State.SUBMITTED, target=State.RETURNED, permission=decides)
    def send_back(self): ...

    @transition("state", source=State.SUBMITTED, target=State.REFUSED, permission=decides)
    def refuse(self): ...

    @transition("state", source=State.RETURNED, target=State.SUBMITTED, permission=applies)
    def resubmit(self): ...

    @transition("state", source=State.RECOGNISED, target=State.ENDED, permission=ends)
    def end(self): ...

    @transition(
        "state",
        source=(State.SUBMITTED, State.RETURNED),
        target=State.WITHDRAWN,
        permission=applies,
    )
    def withdraw(self): ...
