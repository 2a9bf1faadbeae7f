"""Notices: one row a recipient, written with the act that causes it; deliveries follow."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from casework.enums import Channel
from casework.models.case import Case
from casework.models.event import Event
from casework.models.leased import Leased


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
    link = models.CharField(
        "页面", max_length=200, blank=True, help_text="没有案件时，消息引向哪一页"
    )
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


class Delivery(Leased):
    """A notice on its way out by one channel: sent after commit, by a job, to where the recipient
    can be reached at that moment."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, verbose_name="消息", related_name="deliveries"
    )
    channel = models.CharField("方式", max_length=10, choices=Channel)

    class Meta(Leased.Meta):
        verbose_name = "消息发送"
        verbose_name_plural = "消息发送"
        ordering = ["pk"]
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(name="delivery_once_a_channel", fields=["notice", "channel"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.notice}"


class NoticePreference(models.Model):
    """By which channels a person wants notices besides the portal; no row: by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="用户",
        related_name="notice_preference",
    )
    email = models.BooleanField("电子邮件", default=True)
    sms = models.BooleanField("短信", default=False)

    class Meta:
        verbose_name = "消息接收方式"
        verbose_name_plural = "消息接收方式"

    def __str__(self) -> str:
        return f"{self.user}"
