"""The timeline: what happened to a case, in a chain that cannot be rewritten unnoticed."""

from django.conf import settings
from django.db import models

from casework.models.case import Case


class Event(models.Model):
    """One act. Rows are only ever added; a trigger refuses anything else
    (`config.triggers.keep`).

    `digest` covers every field here and the digest before. What was said (`EventNote`) enters by
    its own digest alone, so that personal text can be erased and the chain still holds.
    """

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="events")
    sequence = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True
    )
    actor_office = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name="办理人单位",
        related_name="+",
        null=True,
    )
    act = models.CharField("动作", max_length=40)
    source = models.CharField("原状态", max_length=30, blank=True)
    target = models.CharField("新状态", max_length=30)
    facts = models.TextField("办理内容", help_text="规范 JSON")
    note_digest = models.CharField("意见摘要", max_length=64, blank=True)
    token = models.UUIDField("表单编号", null=True, editable=False)
    previous = models.CharField("前一摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["case", "sequence"]
        constraints = [
            models.UniqueConstraint(name="event_sequence_once", fields=["case", "sequence"]),
            models.UniqueConstraint(name="event_form_once", fields=["case", "token"]),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} #{self.sequence} {self.act}"


class EventNote(models.Model):
    """What was written with an act. Personal text: it may be erased, the event stays.

    `salt` goes with the text, so that the digest that stays behind lets nobody guess a short one.
    Never changed; deleted only after `casework.services.erasure` has put that on the timeline.
    """

    event = models.OneToOneField(Event, models.PROTECT, verbose_name="记录", related_name="note")
    text = models.TextField("意见")
    public = models.BooleanField("申请单位可见", default=True)
    salt = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        verbose_name = "办理意见"
        verbose_name_plural = "办理意见"

    def __str__(self) -> str:
        return f"{self.event}"


class ChainHead(models.Model):
    """Length and last digest of a case's timeline, kept outside it: a cut tail shows."""

    case = models.OneToOneField(
        Case, models.PROTECT, verbose_name="案件", related_name="chain_head"
    )
    length = models.PositiveIntegerField("长度", default=0)
    digest = models.CharField("末位摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "记录链头"
        verbose_name_plural = "记录链头"

    def __str__(self) -> str:
        return f"{self.case.number} {self.length}"
