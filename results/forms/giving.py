"""Which papers were given out, room by room."""

import uuid
from collections.abc import Iterable

from django import forms

from results.enums import FormsGiven
from results.selectors.papers_given import Place
from ui.forms import StyledFormMixin


class GivingForm(StyledFormMixin, forms.Form):
    """A choice for every room and item; empty: not said yet."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, places: Iterable[Place], **kwargs):
        self.places = list(places)
        self.base_fields = {**self.base_fields, **{each.name: _field(each) for each in self.places}}
        super().__init__(*args, **kwargs)
        self.initial["token"] = uuid.uuid4()

    def given(self) -> dict[str, FormsGiven]:
        """What was said; valid forms only."""
        said = {place.name: self.cleaned_data[place.name] for place in self.places}
        return {name: FormsGiven(value) for name, value in said.items() if value}


def _field(place: Place) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=f"{place.room.name}　{place.item}",
        choices=[("", "还没有登记"), *((each.value, each.label) for each in place.choices)],
        required=False,
        initial=place.given.forms if place.given else "",
        help_text=f"{place.people} 人。",
    )
    field.is_conditional = True
    return field
