"""A paper of an application, uploaded or stood in for."""

from django import forms

from casework.evidence_forms import StandInForm, UploadForm
from casework.models.material import STAND_INS
from casework.services.materials import STANDS_IN, Slot

OTHER = "other"


class PaperForm(UploadForm):
    """One paper whose place is known; the title tells several of one kind apart."""

    def __init__(self, *args, slot: Slot, **kwargs):
        super().__init__(*args, **kwargs)
        if "key" not in self.fields:
            return
        del self.fields["key"]
        if slot.rule is None:
            self.fields["title"].required = True
            self.fields["title"].error_messages["required"] = "请写明材料名称。"


class InsteadForm(StandInForm):
    """A promise or an online check for one paper; only what its rule allows."""

    def __init__(self, *args, slot: Slot, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["key"]
        field = self.fields["instead"]
        allowed = ways_instead(slot)
        field.choices = [(way, STAND_INS[way]) for way in allowed]
        if len(allowed) == 1:
            field.widget, field.initial = forms.HiddenInput(), allowed[0]


def ways_instead(slot: Slot) -> list[str]:
    """What may stand in for a paper; nothing for one that must be handed in."""
    return [way for way, terms in STANDS_IN.items() if slot.rule and slot.rule.instead in terms]
