"""Risk signals of agencies, the nights in which they were reckoned, and what officers noted."""

from django.db import models
from django_fsm import transition

from accounts.enums import OFFICE_STAFF
from accounts.selectors import holds, staffed_by
from casework.models import Case
from supervision.enums import ReviewState as State
from supervision.enums import RiskKind, RiskOutcome


class RiskRun(models.Model):
    """That the signals were reckoned on a day, by which rules. `failed` names the kinds whose check
    could not be done: what was known of them stays."""

    day = models.DateField("日期", unique=True)
    at = models.DateTimeField("时间")
    rules_version = models.PositiveSmallIntegerField("规则版本")
    found = models.JSONField("提示数", default=dict)  # by kind
    failed = models.JSONField("没有算出的", default=list)

    class Meta:
        verbose_name = "风险提示测算"
        verbose_name_plural = "风险提示测算"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} 风险提示测算"


class RiskSignal(models.Model):
    """A number of an agency that stands out, in a sentence. No finding: nothing follows from it by
    itself. `key` tells it from others of its kind at the agency; `numbers` is what the sentence is
    made of; `ended_on` is the first day on which it stood out no more. Never deleted."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="risk_signals"
    )
    kind = models.CharField("类别", max_length=20, choices=RiskKind)
    key = models.CharField("对象", max_length=60, blank=True)
    sentence = models.CharField("提示", max_length=600)
    numbers = models.JSONField("数据", default=dict)
    rules_version = models.PositiveSmallIntegerField("规则版本")
    first_on = models.DateField("首次提示")
    last_on = models.DateField("数据截至")
    ended_on = models.DateField("消失日期", null=True, blank=True)

    class Meta:
        verbose_name = "风险提示"
        verbose_name_plural = "风险提示"
        ordering = ["agency", "kind", "key"]
        indexes = [models.Index(name="risk_signal_open", fields=["ended_on", "agency"])]
        constraints = [
            models.UniqueConstraint(name="risk_signal_once", fields=["agency", "kind", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.get_kind_display()}"


def notes(case: "RiskReview", user) -> bool:
    """An officer of the office that took it up, who does not belong to the agency."""
    if user.pk is None:
        return False
    agency = case.signal.agency
    own = agency.organisation_id is not None and holds(user, agency.organisation_id)
    offices = {office.pk for office in staffed_by(user)}
    return case.office_id in offices and holds(user, case.office_id, *OFFICE_STAFF) and not own


class RiskReview(Case):
    """What an officer found behind a signal. The signal stays; `sentence` is how it read then. The
    latest review of a signal counts. `token` makes a form sent twice one review."""

    signal = models.ForeignKey(
        RiskSignal, models.PROTECT, verbose_name="风险提示", related_name="reviews"
    )
    sentence = models.CharField("核实时的提示", max_length=600)
    outcome = models.CharField("核实结果", max_length=10, choices=RiskOutcome, blank=True)
    text = models.TextField("核实情况", max_length=2000, blank=True)
    form_token = models.UUIDField("表单编号", unique=True)

    class Meta:
        verbose_name = "风险提示核实"
        verbose_name_plural = "风险提示核实"

    @transition("state", source=State.OPEN, target=State.NOTED, permission=notes)
    def note(self): ...
