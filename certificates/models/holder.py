"""Somebody's name, identity document or photograph, set right after results were confirmed and
before the certificate is issued."""

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from accounts.enums import SPEAKERS, Role
from accounts.fields import EncryptedText
from accounts.selectors import holds
from casework.models import Case
from catalogue.regulations.terms import Actor
from certificates.enums import HOLDER_CAUSES
from certificates.enums import HolderState as State
from certificates.models.wish import Wish, proposes

CAUSES = [(cause.value, cause.label) for cause in HOLDER_CAUSES]


def belongs(case, user) -> bool:
    """Whether the person works for the side that confirmed the results: reviewers of an office, or
    managers and clerks of the agency where nobody reviews."""
    return holds(user, case.side_id, *((Role.REVIEWER,) if case.office_id else SPEAKERS))


def decides(case, user) -> bool:
    """Another person, of the side that confirmed."""
    return belongs(case, user) and not proposes(case, user)


class HolderCorrection(Case, Wish):
    """`side` confirmed the results and decides; where it is an office, it has the case. The
    columns of `wanted` are those of the registration; `before` has them as they were when it was
    proposed."""

    of_plan = models.ForeignKey(  # `plan` is what a case that is one is called
        "assessment.Plan",
        models.PROTECT,
        verbose_name="计划",
        related_name="holder_corrections",
    )
    entry = models.ForeignKey(
        "assessment.Entry",
        models.PROTECT,
        verbose_name="报名",
        related_name="holder_corrections",
    )
    side = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="决定单位", related_name="+"
    )
    cause = models.CharField("事由", max_length=12, choices=CAUSES)
    before = EncryptedText("更正前内容", blank=True)

    class Meta:
        verbose_name = "核发前更正"
        verbose_name_plural = "核发前更正"
        constraints = [
            models.CheckConstraint(
                name="holder_correction_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="提出和决定须是两个人。",
            ),
        ]

    def party(self, actor: Actor):
        """Who has to answer: the side that decides."""
        return (self.side,) if actor == Actor.RECEIVER else None

    @transition("state", source=State.PROPOSED, target=State.AGREED, permission=decides)
    def agree(self): ...

    @transition("state", source=State.PROPOSED, target=State.REFUSED, permission=decides)
    def refuse(self): ...

    @transition("state", source=State.PROPOSED, target=State.WITHDRAWN, permission=proposes)
    def withdraw(self): ...
