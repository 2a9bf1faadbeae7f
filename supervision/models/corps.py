"""The corps of quality supervisors: who is appointed, for which term, on which training."""

import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from casework.models import Case
from config import clock
from supervision.enums import AppointmentState as State
from supervision.enums import CorpsSide, EndCause
from supervision.models.corps_parties import appoints

TOKEN_BYTES = 12


def new_token() -> str:
    """What stands in the code of a card: nobody walks through numbers."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class CorpsAppointment(Case):
    """Of an external supervisor (`office` a bureau) or an internal one (`owner` the agency's
    organisation, `examiner` the row among its staff). `since`–`until` is the term that runs, or
    ran last; every term has its row. An appointment may end before its term."""

    side = models.CharField("类别", max_length=10, choices=CorpsSide)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="督导员", related_name="+"
    )
    examiner = models.ForeignKey(
        "assessment.Examiner",
        models.PROTECT,
        verbose_name="考务人员",
        related_name="+",
        null=True,
        blank=True,
    )
    card = models.CharField("督导证编号", max_length=40, blank=True)
    token = models.CharField("督导证核验码", max_length=32, unique=True, default=new_token)
    photo = models.OneToOneField(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="照片",
        related_name="+",
        null=True,
        blank=True,
    )
    since = models.DateField("聘期自")
    until = models.DateField("聘期至")
    ended_on = models.DateField("解聘日期", null=True, blank=True)
    end_cause = models.CharField("解聘原因", max_length=10, choices=EndCause, blank=True)

    class Meta:
        verbose_name = "督导员聘任"
        verbose_name_plural = "督导员聘任"
        indexes = [models.Index(name="appointment_of_person", fields=["person", "until"])]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="聘期截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="appointment_side_has_its_parties",
                condition=Q(side=CorpsSide.EXTERNAL, examiner=None)
                | Q(side=CorpsSide.INTERNAL, examiner__isnull=False),
            ),
            models.CheckConstraint(
                name="appointment_ended_with_cause",
                condition=Q(ended_on=None, end_cause="")
                | Q(ended_on__isnull=False) & ~Q(end_cause=""),
            ),
        ]

    @property
    def card_number(self) -> str:
        """What the card is called: the office's own number, else that of the case."""
        return self.card or self.number

    @property
    def appointed_by(self):
        """The bureau or the agency's organisation."""
        return self.office if self.side == CorpsSide.EXTERNAL else self.owner

    def holds_on(self, day: date) -> bool:
        """Whether the person may be sent that day."""
        ended = self.ended_on is not None and self.ended_on <= day
        return not ended and self.since <= day <= self.until

    @property
    def standing(self) -> tuple[str, str]:
        """What it is today, and its tone."""
        today = clock.today()
        if self.ended_on:
            return "已解聘", "danger"
        if today < self.since:
            return "聘期未开始", "neutral"
        return ("已过聘期", "warn") if today > self.until else ("有效", "ok")

    @transition("state", source=State.ACTIVE, target=None, permission=appoints)
    def renew(self): ...

    @transition("state", source=State.ACTIVE, target=State.ENDED, permission=appoints)
    def end(self): ...


class Term(models.Model):
    """One term of an appointment and what it rests on. Only ever added."""

    appointment = models.ForeignKey(
        CorpsAppointment, models.PROTECT, verbose_name="聘任", related_name="terms"
    )
    sequence = models.PositiveSmallIntegerField("第几次")
    since = models.DateField("聘期自")
    until = models.DateField("聘期至")
    training = models.CharField("培训情况", max_length=300)
    examined_on = models.DateField("考核日期", null=True)
    result = models.CharField("考核结果", max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "聘期"
        verbose_name_plural = "聘期"
        ordering = ["appointment", "sequence"]
        constraints = [
            models.UniqueConstraint(name="term_in_order", fields=["appointment", "sequence"]),
            models.CheckConstraint(
                name="term_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}"
