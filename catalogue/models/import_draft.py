"""An uploaded file between its preview and its import."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from config import clock


class ImportDraft(models.Model):
    """A file that one administrator uploaded for one table, and what came of it: `report` is the
    preview or the faults, `outcome` the sentence that tells of its import.

    It lies in the database so that only its owner finds it, any web process can finish it, and the
    import and its outcome share one transaction: confirmed twice, it is imported once and tells
    the same twice. Without `preview_sha256` there is nothing to confirm."""

    KEPT = timedelta(hours=2)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    model = models.CharField(max_length=100)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    preview_sha256 = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    outcome = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = "待确认的导入"
        verbose_name_plural = "待确认的导入"

    def __str__(self) -> str:
        return self.file_name
