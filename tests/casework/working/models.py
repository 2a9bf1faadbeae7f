"""What the jobs of the tests leave behind."""

from django.db import models


class Effect(models.Model):
    """One row for each time that an item took effect. No constraint hides a second one."""

    item = models.BigIntegerField()
    value = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.item} {self.value}"
