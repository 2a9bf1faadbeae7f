"""What an office asks an organisation to explain (情况说明)."""

from django.db import models
from django_fsm import transition

from accounts.fields import EncryptedText
from casework.models import Case
from supervision.enums import ExplanationState as State
from supervision.models.complaint import Complaint
from supervision.models.complaint_parties import explains, handles


def withdraws(explanation: Case, user) -> bool:
    """Whoever handles the complaint for which it was asked."""
    return handles(explanation.because_of, user)


class ExplanationManager(models.Manager):
    def get_queryset(self):
        """With the complaint, as every row of a desk asks who handles it."""
        return super().get_queryset().select_related("because_of")


class Explanation(Case):
    """`owner` is asked and answers. The question is the officer's own wording: nothing on the pages
    of the organisation says that there is a complaint, nor who complained."""

    because_of = models.ForeignKey(
        Complaint, models.PROTECT, verbose_name="投诉举报", related_name="explanations"
    )
    question = models.TextField("需要说明的事项", max_length=2000)
    text = EncryptedText("说明", blank=True)

    objects = ExplanationManager()

    class Meta:
        verbose_name = "情况说明"
        verbose_name_plural = "情况说明"

    @property
    def takes_materials(self) -> bool:
        """Whether the organisation may add papers now."""
        return self.state == State.ASKED

    @transition("state", source=State.ASKED, target=State.GIVEN, permission=explains)
    def give(self): ...

    @transition("state", source=State.ASKED, target=State.WITHDRAWN, permission=withdraws)
    def withdraw(self): ...
