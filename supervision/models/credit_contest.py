"""What an agency says against an item of its rating, and what came of it."""

from django.db import models
from django_fsm import transition

from casework.models import Case
from supervision.enums import ContestState as State
from supervision.models.credit import CreditItem
from supervision.models.credit_parties import decides, speaks


class CreditContest(Case):
    """`owner` is the agency's organisation, `office` the one that rated. An item is contested once;
    what was withdrawn may be said again (`slot` is given back)."""

    item = models.ForeignKey(
        CreditItem, models.PROTECT, verbose_name="评分事项", related_name="contests"
    )
    slot = models.CharField("事项", max_length=20, unique=True, null=True, blank=True)
    text = models.TextField("异议理由", max_length=3000)
    recorded = models.BooleanField("由办理人员记录", default=False)

    class Meta:
        verbose_name = "信用评分异议"
        verbose_name_plural = "信用评分异议"

    @property
    def takes_materials(self) -> bool:
        """Whether the agency may add papers now."""
        return self.state == State.FILED

    @transition("state", source=State.FILED, target=State.UPHELD, permission=decides)
    def uphold(self): ...

    @transition("state", source=State.FILED, target=State.REJECTED, permission=decides)
    def reject(self): ...

    @transition("state", source=State.FILED, target=State.WITHDRAWN, permission=speaks)
    def withdraw(self): ...
