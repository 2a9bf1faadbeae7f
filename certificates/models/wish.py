"""What a change of a certificate and a correction before its issue have in common."""

import json

from django.db import models

from accounts.fields import EncryptedText

PROPOSED = "proposed"


def proposes(case, user) -> bool:
    """Who proposed it, and may take it back."""
    return user.pk is not None and user.pk == case.proposed_by_id


class Wish(models.Model):
    """Proposed by one person with a reason, decided by another of the case's `side`. `wanted` is
    canonical JSON of the columns that become others, `photo` the new portrait."""

    reason = models.CharField("理由", max_length=300)
    wanted = EncryptedText("更正后内容", blank=True)
    photo = models.ForeignKey(
        "casework.StoredFile",
        models.PROTECT,
        verbose_name="新照片",
        related_name="+",
        null=True,
        blank=True,
    )
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="决定人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    papers_by_regulation = False

    class Meta:
        abstract = True

    @property
    def wanted_id_number(self) -> str:
        """The ID number that it sets; shown in full on record only."""
        return json.loads(self.wanted).get("id_number", "") if self.wanted else ""

    @property
    def takes_materials(self) -> bool:
        """Whether evidence may be added now."""
        return self.state == PROPOSED

    @property
    def other_parties(self):
        return (self.side,)
