"""Keys with which agencies sign; the private halves lie in the vault."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class SigningKey(models.Model):
    """A key pair of an agency and its certificate (X.509). Rows stay: signatures are checked
    against the key of their day. Only `retired_at` is ever filled in."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="signing_keys"
    )
    name = models.CharField("密钥名", max_length=60, unique=True)  # in the vault
    fingerprint = models.CharField("证书指纹", max_length=64, unique=True)  # SHA-256 of the leaf
    chain = models.TextField("证书链")  # PEM, the agency's own first
    valid_from = models.DateTimeField("有效期起")
    valid_until = models.DateTimeField("有效期止")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "签名密钥"
        verbose_name_plural = "签名密钥"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="signing_key_one_in_use",
                fields=["agency"],
                condition=Q(retired_at=None),
                violation_error_message="这家评价机构已有在用的签名密钥，请先停用。",
            ),
            models.CheckConstraint(
                name="signing_key_ends_after_it_begins",
                condition=Q(valid_until__gt=F("valid_from")),
                violation_error_message="有效期止应在有效期起之后。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.fingerprint[:8]}"

    def was_good(self, moment: datetime) -> bool:
        """Whether what was signed at that moment counts."""
        end = min(self.valid_until, self.retired_at or self.valid_until)
        return self.valid_from <= moment < end
