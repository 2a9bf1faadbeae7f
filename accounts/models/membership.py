"""Who does what in which organisation, since when, and who stands in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.enums import Role


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date) -> "MembershipQuerySet":
        """Those in force on `day`; `until` is the last day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day, user__is_active=True)


class Membership(models.Model):
    """One role of a person in an organisation, for a time. A person may have several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", related_name="memberships"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="单位", related_name="memberships"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员"
        ordering = ["organisation", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                name="membership_role_once_at_a_time",
                fields=["user", "organisation", "role"],
                condition=Q(until=None),
                violation_error_message="此人已有这个角色。",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"


class Delegation(models.Model):
    """While its owner is on leave, another member of the same organisation holds the role too."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, verbose_name="被代理角色", related_name="delegations"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代理人", related_name="delegations"
    )
    since = models.DateField("自")
    until = models.DateField("至")
    reason = models.CharField("事由", max_length=200)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "代理"
        verbose_name_plural = "代理"
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} 代理 {self.membership}"
