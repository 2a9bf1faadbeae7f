"""What is asked of who wants a name, an identity document or a portrait set right."""

from django import forms

from accounts.identity import DocumentKind
from casework.evidence_forms import long_text
from ui.forms import StyledFormMixin


class WishForm(StyledFormMixin, forms.Form):
    """What is left empty stays as it is."""

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
