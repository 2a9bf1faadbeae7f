"""What belongs to an occupation and so may not hang on a class of occupations."""

from django.core.exceptions import ValidationError
from django.db import models

from catalogue.enums import Tier

ONLY_OCCUPATIONS = {"tier": Tier.OCCUPATION}


class OfOccupation(models.Model):
    """Has `occupation`, a 细类: on a class it would lead nowhere, and a 准入类 qualification there
    would block nothing (LC-04)."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.occupation_id and not self.occupation.is_occupation:
            raise ValidationError(
                {"occupation": f"{self.occupation.name}不是细类，请改选细类职业。"}
            )
