"""An enterprise asks an agency whether it would assess its people (JS-03)."""

from django.db import models

from accounts.fields import EncryptedText
from catalogue.enums import Level


class Enquiry(models.Model):
    """What was asked, for whom and by whom. `text` holds how to reach the asker: encrypted, and
    shown to the people of the two organisations only."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="enquiries"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="咨询单位", related_name="+"
    )
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    headcount = models.PositiveIntegerField("人数")
    text = EncryptedText("需求和联系方式")
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="咨询人", related_name="+"
    )
    sent_at = models.DateTimeField("咨询时间")

    class Meta:
        verbose_name = "评价需求咨询"
        verbose_name_plural = "评价需求咨询"
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(name="enquiry_sender", fields=["organisation", "sent_at"])]

    def __str__(self) -> str:
        return f"{self.organisation} {self.occupation} {Level(self.level).printed}"
