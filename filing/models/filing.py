"""The filing (备案): an organisation asks to be put into the register of agencies."""

from django.db import models

from accounts.enums import SPEAKERS, Role
from casework.machine import regulated
from casework.models import Case
from catalogue.regulations.terms import FilingAct as Do
from catalogue.regulations.terms import FilingStep as Step
from filing.enums import Purpose

ACCEPTORS = (Role.ACCEPTOR,)
REVIEWERS = (Role.REVIEWER,)
SIGNERS = (Role.SIGNER,)


def step(act: Do, *roles: Role):
    """A transition that the regulation of the filing draws, for members with one of `roles`."""
    return regulated("filing", act, Step, roles=roles)


class Filing(Case):
    """What is asked lies in rows that point here (`filing.models.draft`); `agency` is who is in
    the register already, for a change or a renewal, and who came of it, once the receipt is out."""

    purpose = models.CharField("申请事项", max_length=10, choices=Purpose, default=Purpose.FIRST)
    agency = models.ForeignKey(
        "filing.Agency",
        models.PROTECT,
        verbose_name="评价机构",
        related_name="filings",
        null=True,
        blank=True,
    )
    window = models.ForeignKey(
        "filing.SelectionWindow",
        models.PROTECT,
        verbose_name="征集批次",
        related_name="filings",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "备案申请"
        verbose_name_plural = "备案申请"

    @step(Do.SUBMIT, *SPEAKERS)
    def submit(self): ...

    @step(Do.REQUEST_SUPPLEMENT, *ACCEPTORS)
    def request_supplement(self): ...

    @step(Do.RESUBMIT, *SPEAKERS)
    def resubmit(self): ...

    @step(Do.ACCEPT, *ACCEPTORS)
    def accept(self): ...

    @step(Do.REFUSE, *ACCEPTORS)
    def refuse(self): ...

    @step(Do.EVALUATE, *REVIEWERS)
    def evaluate(self): ...

    @step(Do.PASS, *REVIEWERS)
    def pass_evaluation(self): ...

    @step(Do.FAIL, *REVIEWERS)
    def fail_evaluation(self): ...

    @step(Do.SELECT, *REVIEWERS)
    def select(self): ...

    @step(Do.DECLINE, *REVIEWERS)
    def decline(self): ...

    @step(Do.PUBLICISE, *REVIEWERS)
    def publicise(self): ...

    @step(Do.CLEAR)
    def clear(self): ...

    @step(Do.REOPEN, *REVIEWERS)
    def reopen(self): ...

    @step(Do.COMMIT, Role.MANAGER)
    def commit(self): ...

    @step(Do.REPORT, *REVIEWERS)
    def report(self): ...

    @step(Do.RETURN, *REVIEWERS)
    def send_back(self): ...

    @step(Do.RECHECK, *REVIEWERS)
    def recheck(self): ...

    @step(Do.ISSUE_RECEIPT, *SIGNERS)
    def issue_receipt(self): ...

    @step(Do.PUBLISH, *REVIEWERS, *SIGNERS)
    def publish(self): ...

    @step(Do.WITHDRAW, *SPEAKERS)
    def withdraw(self): ...
