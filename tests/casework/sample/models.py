"""A petition: a small case under the filing arrows of its regulation, Liaocheng's or Shandong's."""

from django.db import models

from accounts.enums import Role
from casework.machine import regulated
from casework.models import Case
from catalogue.regulations.terms import FilingStep

APPLICANTS = (Role.MANAGER, Role.CLERK)


def step(act: str, *roles: Role):
    return regulated("filing", act, FilingStep, roles=roles)


class Petition(Case):
    remark = models.CharField(max_length=50, blank=True)

    @step("submit", *APPLICANTS)
    def submit(self): ...

    @step("request_supplement", Role.ACCEPTOR)
    def request_supplement(self): ...

    @step("resubmit", *APPLICANTS)
    def resubmit(self): ...

    @step("accept", Role.ACCEPTOR)
    def accept(self): ...

    @step("refuse", Role.ACCEPTOR)
    def refuse(self): ...

    @step("evaluate", Role.REVIEWER)
    def evaluate(self): ...

    @step("pass", Role.REVIEWER)
    def conclude(self): ...

    @step("select", Role.REVIEWER)
    def select(self): ...

    @step("publicise", Role.REVIEWER)
    def publicise(self): ...

    @step("clear")
    def clear(self): ...

    @step("report")
    def report(self): ...

    @step("issue_receipt", Role.SIGNER)
    def issue_receipt(self): ...

    @step("withdraw", *APPLICANTS)
    def withdraw(self): ...
