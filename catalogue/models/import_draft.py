"""An uploaded file between its preview and its import."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from config import clock


class ImportDraft(models.Model):
    """A file that one administrator previewed for one table. It lies in the database so that only
    its owner finds it, any web process can finish it, and its import and its end share one
    transaction: confirmed twice, it is imported once."""

    KEPT = timedelta(hours=2)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    model = models.CharField(max_length=100)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    preview_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = "待确认的导入"
        verbose_name_plural = "待确认的导入"

    def __str__(self) -> str:
        return self.file_name
