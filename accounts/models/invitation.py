"""How people come into an organisation, and how one without a manager gets one again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.enums import Role
from config import clock


class Invitation(models.Model):
    """A link sent by mail to one address: single use, seven days. Only the link's hash is kept."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="invitations"
    )
    email = models.EmailField("邮箱")
    roles = models.JSONField("角色")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="邀请人",
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("邀请时间", db_default=Now())
    sent_at = models.DateTimeField("发出时间")
    undelivered = models.BooleanField("邮件未能发出", default=False)
    expires_at = models.DateTimeField("失效时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="接受人",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "邀请"
        verbose_name_plural = "邀请"
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_pending_once_an_address",
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                violation_error_message="已经邀请过这个邮箱，可以重新发送邀请。",
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.email}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return not (self.is_expired or self.accepted_at or self.withdrawn_at)

    @property
    def role_names(self) -> str:
        return "、".join(Role(role).label for role in self.roles)


class Appointment(models.Model):
    """A bureau gave an organisation a new manager: why, and on what evidence. Never changed.

    The former managers keep their role until the new one has accepted the invitation.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="appointments"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="决定机关", related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="决定人", related_name="+"
    )
    decided_at = models.DateTimeField("决定时间")
    reason = models.CharField("事由", max_length=200)
    evidence = models.TextField("依据材料")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, verbose_name="邀请", related_name="appointment"
    )

    class Meta:
        verbose_name = "管理员指定"
        verbose_name_plural = "管理员指定"
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.invitation.email}"
