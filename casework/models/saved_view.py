"""A list of cases as somebody wants to see it again."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """One person's own name for filters and order of the list of cases; `query` is the part of the
    address after the question mark."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户", related_name="saved_views"
    )
    name = models.CharField("名称", max_length=30)
    query = models.CharField("筛选条件", max_length=2000)

    class Meta:
        verbose_name = "常用视图"
        verbose_name_plural = "常用视图"
        ordering = ["user", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once",
                fields=["user", "name"],
                violation_error_message="已有同名的常用视图。",
            ),
            models.CheckConstraint(name="saved_view_narrows", condition=~Q(query="")),
        ]

    def __str__(self) -> str:
        return self.name
