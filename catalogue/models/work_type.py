"""工种 under an occupation."""

from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.of_occupation import ONLY_OCCUPATIONS, OfOccupation
from catalogue.models.searchable import Searchable


class WorkType(OfOccupation, Searchable):
    """A 工种 that the catalogue knows. Only a small part of the 2,967 is here, so other apps keep
    the 工种 as text and offer these as suggestions; none is printed as `--`."""

    occupation = models.ForeignKey(
        "catalogue.Occupation",
        models.PROTECT,
        verbose_name="职业",
        related_name="work_types",
        limit_choices_to=ONLY_OCCUPATIONS,
    )
    source = models.CharField("来源", max_length=200)

    history = HistoricalRecords(verbose_name="变更记录", verbose_name_plural="变更记录")

    class Meta:
        verbose_name = "工种"
        verbose_name_plural = "工种"
        ordering = ["occupation__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["occupation", "name"],
                name="work_type_once_per_occupation",
                violation_error_message="这个职业下已有同名工种。",
            )
        ]
