"""Django admin: reference data only, one file a noun."""

from catalogue.admin import calendar, divisions, ladders, occupations, standards

__all__ = ["calendar", "divisions", "ladders", "occupations", "standards"]
