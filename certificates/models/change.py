"""A change of a certificate that was issued: corrected, reissued, replaced, revoked."""

from django.db import models
from django.db.models import F, Q
from django_fsm import GET_STATE, transition

from accounts.enums import OFFICE_STAFF, SPEAKERS
from accounts.selectors import holds
from casework.models import Case
from certificates.enums import ChangeCause, ChangePurpose
from certificates.enums import ChangeState as State
from certificates.models.wish import Wish, proposes

DRAWN = (ChangePurpose.CORRECTION, ChangePurpose.REISSUE)


def belongs(case, user) -> bool:
    """Whether the person works for the side that changes the certificate."""
    return holds(user, case.side_id, *(OFFICE_STAFF if case.office_id else SPEAKERS))


def decides(case, user) -> bool:
    """Another person of the same side: nobody agrees to his own proposal."""
    return belongs(case, user) and not proposes(case, user)


def system(case, user) -> bool:
    """The portal itself, whose job draws the document."""
    return user.pk is None and user.is_authenticated


class CertificateChange(Case, Wish):
    """`side` is who changes it: the agency's organisation, or an office with authority over it,
    which is then the `office` of the case.

    `print_serial` is that of the next blank, `successor` the certificate that takes the place of a
    replaced one. `job` draws the new edition once the change was agreed to."""

    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, verbose_name="证书", related_name="changes"
    )
    side = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="办理单位", related_name="+"
    )
    purpose = models.CharField("事项", max_length=12, choices=ChangePurpose)
    cause = models.CharField("事由", max_length=12, choices=ChangeCause)
    print_serial = models.CharField("新的印制流水码", max_length=40, blank=True)
    successor = models.ForeignKey(
        "certificates.Certificate",
        models.PROTECT,
        verbose_name="换发为",
        related_name="+",
        null=True,
        blank=True,
    )
    job = models.ForeignKey(
        "casework.Job", models.PROTECT, verbose_name="任务", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "证书变更"
        verbose_name_plural = "证书变更"
        constraints = [
            models.CheckConstraint(
                name="change_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="提出和决定须是两个人。",
            ),
            models.CheckConstraint(
                name="change_replacement_names_another",
                condition=Q(purpose=ChangePurpose.REPLACEMENT, successor__isnull=False)
                & ~Q(successor=F("certificate"))
                | ~Q(purpose=ChangePurpose.REPLACEMENT) & Q(successor=None),
            ),
        ]

    @property
    def handed_in_by(self) -> tuple[int]:
        return (self.side_id,)

    @property
    def is_drawn(self) -> bool:
        """Whether it ends in a new document: one that has none gets none."""
        return (
            self.purpose in DRAWN
            and self.certificate.editions.exclude(file=None).order_by().exists()
        )

    @property
    def may_be_drawn_again(self) -> bool:
        """Whether the drawing came to its end without a document."""
        return bool(self.job and not self.job.is_open)

    @transition(
        "state",
        source=State.PROPOSED,
        target=GET_STATE(
            lambda case: State.MAKING if case.is_drawn else State.DECIDED,
            states=[State.MAKING, State.DECIDED],
        ),
        permission=decides,
    )
    def agree(self): ...

    @transition("state", source=State.MAKING, target=State.DECIDED, permission=system)
    def finish(self): ...

    @transition(
        "state",
        source=State.MAKING,
        target=State.MAKING,
        permission=belongs,
        conditions=[lambda case: case.may_be_drawn_again],
    )
    def draw_again(self): ...

    @transition("state", source=State.PROPOSED, target=State.REFUSED, permission=decides)
    def refuse(self): ...

    @transition(
        "state",
        source=State.MAKING,
        target=State.REFUSED,
        permission=belongs,
        conditions=[lambda case: case.may_be_drawn_again],
    )
    def give_up(self): ...

    @transition("state", source=State.PROPOSED, target=State.WITHDRAWN, permission=proposes)
    def withdraw(self): ...
