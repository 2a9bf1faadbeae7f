"""Choosing a territory to narrow a list by: a province, a city or a county."""

from django import forms

from catalogue.models import Division
from onboarding.places import PlaceSelect, path_of


class TerritorySelect(PlaceSelect):
    """The three selects; `?division=371500` fills them as well."""

    def value_from_datadict(self, data, files, name) -> list[str]:
        codes = [code for code in super().value_from_datadict(data, files, name) if code]
        whole = str(data.get(name, ""))
        if codes or not whole.isascii() or not whole.isdecimal():
            return codes
        return path_of(Division.objects.filter(code=whole).first())


class TerritoryField(forms.Field):
    """A division of any tier, none being everywhere. What lies in no division above it is left
    out: while somebody changes the city, the county is still that of the city before."""

    widget = TerritorySelect

    def to_python(self, value) -> Division | None:
        found: Division | None = None
        known = {each.code: each for each in Division.objects.filter(code__in=value or [])}
        for code in value or []:
            below = known.get(code)
            if below is None or below.parent_id != (found.pk if found else None):
                break
            found = below
        return found


def reach(code: str) -> str:
    """The digits that the codes of all divisions within one begin with: `371500` → `3715`."""
    while code.endswith("00"):
        code = code[:-2]
    return code
