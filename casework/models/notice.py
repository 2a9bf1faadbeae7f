"""Notices: one row a recipient, written with the act that causes it; deliveries follow."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from casework.models.case import Case
from casework.models.event import Event


class Notice(models.Model):
    """What a person is told, in the portal. Written in the act's transaction, so an act that is
    rolled back tells nobody."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="notices"
    )
    case = models.ForeignKey(Case, models.CASCADE, verbose_name="案件", null=True)
    event = models.ForeignKey(Event, models.PROTECT, verbose_name="记录", null=True)
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    created_at = models.DateTimeField("时间", db_default=Now())
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(name="notice_unread", fields=["recipient", "read_at"])]
        constraints = [
            models.UniqueConstraint(
                name="notice_once_for_an_event", fields=["recipient", "event", "subject"]
            )
        ]

    def __str__(self) -> str:
        return self.subject
