"""What is asked of who sets a holder right before issue."""

from django import forms

from accounts import masking
from assessment.models import Entry
from casework.evidence_forms import ACCEPT
from certificates.enums import HOLDER_CAUSES, ChangeCause
from certificates.forms.wishes import WishForm
from certificates.services.holders import LABELS, Proposal


class HolderForm(WishForm):
    """A proposal."""

    field_order = ("cause",)
    cause = forms.ChoiceField(
        label="事由",
        choices=[(each.value, each.label) for each in HOLDER_CAUSES],
        widget=forms.RadioSelect,
    )
    evidence = forms.FileField(
        label="依据材料",
        help_text="身份证复印件、公安机关证明等，pdf、jpg、png、docx、xlsx。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "请上传依据材料，例如身份证复印件、公安机关证明。"},
    )

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = f"现为：{entry.name}"
        said = f"现为：{entry.get_document_display()} {masking.id_number(entry.id_number)}"
        self.fields["id_number"].help_text = said

    def proposal(self) -> Proposal:
        """What was typed."""
        data = self.cleaned_data
        wanted = {name: data[name] for name in LABELS if data.get(name)}
        return Proposal(ChangeCause(data["cause"]), data["reason"], wanted)
