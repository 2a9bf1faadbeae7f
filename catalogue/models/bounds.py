"""Limits that hold on both databases and say in Chinese what they are."""

from datetime import date

from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator


def between(low, high) -> list[BaseValidator]:
    """Validators for a number or date from `low` to `high`."""
    text = f"应在 {low} 至 {high} 之间。"
    return [MinValueValidator(low, text), MaxValueValidator(high, text)]


DATES = between(date(1900, 1, 1), date(2100, 12, 31))
ORDINALS = between(1, 99)
MONTHS = between(0, 720)
