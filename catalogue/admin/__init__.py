"""Django admin: reference data only, one file a noun."""

from catalogue.admin import divisions, ladders, occupations, standards

__all__ = ["divisions", "ladders", "occupations", "standards"]
