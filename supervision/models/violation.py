"""A violation of the rules: found, told, answered, decided, appealed (LC-22)."""

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.fields import EncryptedText
from accounts.models import Organisation, User
from casework.models import Case
from catalogue.regulations.terms import Actor
from config import clock
from supervision.answering import organisation_of
from supervision.enums import PartyKind, ReviewOutcome
from supervision.enums import ViolationState as State
from supervision.models.violation_parties import (
    concludes,
    decides,
    dismisses,
    is_party,
    releases,
    reviews,
    speaks,
    works_on,
)

TO_BE_DECIDED = (State.OPENED, State.NOTIFIED, State.HEARD)


class Violation(Case):
    """`receiver` opened it and decides; on appeal `office` is the office above. `owner` is the
    agency's organisation, from the notice on: what is under investigation is not its matter yet.

    Exactly one of `entry`, `examiner` and `agency` is the party. `source` is the case (an
    inspection, a complaint) that led to it. `statement_until` and `appeal_until` stand in the
    letters that were served, so they do not move with the calendar. `suspended_until` is the last
    day of a suspension by this case that is still in force."""

    party_kind = models.CharField("当事人类别", max_length=10, choices=PartyKind)
    entry = models.ForeignKey(
        "assessment.Entry",
        models.PROTECT,
        verbose_name="考生",
        related_name="violations",
        null=True,
        blank=True,
    )
    examiner = models.ForeignKey(
        "assessment.Examiner",
        models.PROTECT,
        verbose_name="工作人员",
        related_name="violations",
        null=True,
        blank=True,
    )
    agency = models.ForeignKey(
        "filing.Agency",
        models.PROTECT,
        verbose_name="评价机构",
        related_name="violations",
        null=True,
        blank=True,
    )
    source = models.ForeignKey(
        Case,
        models.PROTECT,
        verbose_name="来源",
        related_name="led_to",
        null=True,
        blank=True,
    )
    facts = EncryptedText("违规事实")
    notified_at = models.DateTimeField("告知时间", null=True, blank=True)
    statement_until = models.DateField("陈述申辩截止", null=True, blank=True)
    proposed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="提出处理意见的人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="作出决定的人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    appeal_until = models.DateField("申诉截止", null=True, blank=True)
    outcome = models.CharField("申诉结论", max_length=10, choices=ReviewOutcome, blank=True)
    suspended_until = models.DateField("暂停至", null=True, blank=True)

    papers_by_regulation = False

    class Meta:
        verbose_name = "违规处理"
        verbose_name_plural = "违规处理"
        constraints = [
            models.CheckConstraint(
                name="violation_has_one_party",
                condition=Q(
                    party_kind=PartyKind.CANDIDATE,
                    entry__isnull=False,
                    examiner=None,
                    agency=None,
                )
                | Q(
                    party_kind=PartyKind.STAFF,
                    entry=None,
                    examiner__isnull=False,
                    agency=None,
                )
                | Q(
                    party_kind=PartyKind.AGENCY,
                    entry=None,
                    examiner=None,
                    agency__isnull=False,
                ),
                violation_error_message="请选择一个当事人。",
            ),
            models.CheckConstraint(
                name="violation_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                violation_error_message="提出处理意见和作出决定须是两个人。",
            ),
        ]

    # --- who ------------------------------------------------------------------------------------

    @property
    def about(self):
        """The party itself: a registration, an examiner or an agency."""
        return self.entry or self.examiner or self.agency

    @property
    def party_name(self) -> str:
        """How letters address the party."""
        return self.about.name

    @property
    def party_agency(self):
        """The agency that it is about, or for which the person came or worked."""
        if self.entry_id:
            return self.entry.plan.agency
        return self.agency or self.examiner.agency

    @property
    def party_organisation(self) -> Organisation | None:
        """The organisation that answers; none for a person, or an agency without an account."""
        return organisation_of(self.agency) if self.agency_id else None

    def party(self, actor: Actor) -> tuple[Organisation, ...] | None:
        """The clocks of a party that has no account here are its office's."""
        if actor == Actor.RECEIVER or (actor == Actor.APPLICANT and self.owner is None):
            return (self.office,)
        return None

    def acknowledged_by(self, user: User) -> bool:
        """Whether a person may confirm receipt of a letter to the party."""
        return is_party(self, user)

    @property
    def takes_materials(self) -> bool:
        """Whether the party may hand in papers now."""
        return self.state in (State.NOTIFIED, State.DECIDED)

    @property
    def may_be_appealed(self) -> bool:
        """Whether the time for an appeal runs."""
        return self.appeal_until is not None and clock.today() <= self.appeal_until

    @property
    def is_suspending(self) -> bool:
        """Whether a suspension by this case is not over."""
        return self.suspended_until is not None and clock.today() <= self.suspended_until

    # --- moves ----------------------------------------------------------------------------------

    @transition("state", State.OPENED, State.NOTIFIED, permission=works_on)
    def notify(self): ...

    @transition("state", State.NOTIFIED, State.HEARD, permission=speaks)
    def defend(self): ...

    @transition("state", State.NOTIFIED, State.HEARD, permission=speaks)
    def waive(self): ...

    @transition(
        "state",
        State.NOTIFIED,
        State.HEARD,
        conditions=[lambda case: case.statement_until < clock.today()],
        permission=works_on,
    )
    def go_on(self): ...

    @transition("state", State.HEARD, State.OPENED, permission=decides)
    def send_back(self): ...

    @transition("state", TO_BE_DECIDED, State.DISMISSED, permission=dismisses)
    def dismiss(self): ...

    @transition("state", State.HEARD, State.DECIDED, permission=decides)
    def decide(self): ...

    @transition(
        "state",
        State.DECIDED,
        State.APPEALED,
        conditions=[lambda case: case.may_be_appealed],
        permission=speaks,
    )
    def appeal(self): ...

    @transition("state", State.APPEALED, State.REVIEWED, permission=reviews)
    def uphold(self): ...

    @transition("state", State.APPEALED, State.REVIEWED, permission=reviews)
    def change(self): ...

    @transition("state", State.APPEALED, State.REVIEWED, permission=reviews)
    def revoke(self): ...

    @transition(
        "state",
        (State.DECIDED, State.REVIEWED),
        None,
        conditions=[lambda case: case.is_suspending],
        permission=releases,
    )
    def resume(self): ...

    @transition(
        "state",
        (State.DECIDED, State.REVIEWED),
        State.CONCLUDED,
        conditions=[lambda case: not case.is_suspending],
        permission=concludes,
    )
    def conclude(self): ...
