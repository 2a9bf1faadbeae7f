"""Choosing a place step by step: province, city, county. Works without scripts too."""

import re
from itertools import zip_longest

from django import forms
from django.core.exceptions import ValidationError

from catalogue.enums import DivisionTier
from catalogue.models import Division

STEPS = ("省（自治区、直辖市）", "市（州、盟），直辖市选区县", "县（市、区）")


class PlaceSelect(forms.MultiWidget):
    """Three selects, each offering what lies in the one before."""

    template_name = "onboarding/place_select.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__([forms.Select() for _ in STEPS], attrs)

    def decompress(self, value: Division | None) -> list[str]:
        return path_of(value)

    def get_context(self, name, value, attrs):
        codes = value if isinstance(value, list) else self.decompress(value)
        chosen: list[str] = []
        for select, step, code in zip_longest(self.widgets, STEPS, codes[: len(STEPS)]):
            options = offered(chosen)
            select.choices = [("", f"请选择{step}"), *options]
            # What is not offered there is no choice any more.
            chosen.append(code if code in dict(options) else "")
        context = super().get_context(name, chosen, attrs)
        for select, step in zip(context["widget"]["subwidgets"], STEPS, strict=True):
            select["attrs"]["aria-label"] = step
            select["is_empty"] = len(select["optgroups"]) < 2
        return context


class PlaceField(forms.Field):
    """A city or county. Cleans to a `Division`."""

    widget = PlaceSelect
    default_error_messages = {
        "required": "请选择所在地。",
        "incomplete": "请继续选择到市或县（市、区）。",
        "unknown": "所选地区不在行政区划目录中，请重新选择。",
    }

    def to_python(self, value) -> Division | None:
        codes = [code for code in (value or []) if code]
        if not codes:
            return None
        if not all(re.fullmatch(r"[0-9]{6}", code) for code in codes):
            raise ValidationError(self.error_messages["unknown"])
        known = {each.code: each for each in Division.objects.filter(code__in=codes)}
        lineage = [known.get(code) for code in codes]
        above = [None, *(each.pk if each else None for each in lineage[:-1])]
        if any(
            each is None or each.parent_id != parent
            for each, parent in zip(lineage, above, strict=True)
        ):
            raise ValidationError(self.error_messages["unknown"])
        if lineage[-1].tier == DivisionTier.PROVINCE:
            raise ValidationError(self.error_messages["incomplete"])
        return lineage[-1]


def offered(chosen: list[str]) -> list[tuple[str, str]]:
    """The provinces, or the divisions right below the last one chosen."""
    if not chosen:
        found = Division.objects.filter(tier=DivisionTier.PROVINCE)
    elif chosen[-1]:
        found = Division.objects.filter(parent__code=chosen[-1])
    else:
        return []
    return list(found.values_list("code", "name"))


def path_of(division: Division | None) -> list[str]:
    """The codes from the province down."""
    codes: list[str] = []
    while division:
        codes.insert(0, division.code)
        division = division.parent
    return codes
