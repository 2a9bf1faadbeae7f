"""What is asked of who sets a holder right before issue."""

from django import forms

from accounts import masking
from accounts.identity import DocumentKind
from assessment.models import Entry
from casework.evidence_forms import ACCEPT, long_text
from certificates.enums import HOLDER_CAUSES, ChangeCause
from certificates.services.holders import LABELS, Proposal
from ui.forms import StyledFormMixin


class HolderForm(StyledFormMixin, forms.Form):
    """A proposal; what is left empty stays as it is."""

    cause = forms.ChoiceField(
        label="事由",
        choices=[(each.value, each.label) for each in HOLDER_CAUSES],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="姓名更正为", max_length=50, required=False)
    document = forms.ChoiceField(
        label="证件类型更正为", choices=[("", "不变"), *DocumentKind.choices], required=False
    )
    id_number = forms.CharField(
        label="证件号码更正为",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    photo = forms.FileField(
        label="新照片",
        required=False,
        help_text="一寸、彩色、白底，jpg 或 png。不换照片的不传。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )
    reason = long_text("理由", limit=300, help_text="写明事实和依据，不要写证件号码、手机号码。")
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
