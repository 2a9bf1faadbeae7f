"""What strangers fill in to look a certificate up, to open a QR code without its tag, and to take
a PDF along."""

from django import forms

from accounts.protection import normalise
from certificates import numbers
from ui.forms import StyledFormMixin

SHORTEST = 5  # no certificate and no document has a shorter number


def typed(**more: str) -> forms.TextInput:
    """A large line of which the browser of a shared phone or computer keeps nothing."""
    off = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
    return forms.TextInput(attrs={"class": "form-control-lg", **off, **more})


class NameForm(StyledFormMixin, forms.Form):
    """The name on a certificate."""

    name = forms.CharField(label="姓名", max_length=50, widget=typed())


class LookupForm(NameForm):
    """Two exact things: the name, and the number of the certificate or of the person."""

    number = forms.CharField(
        label="证书编号或证件号码",
        max_length=40,
        help_text="证书编号印在证书上，共 22 位；也可以填持证人的身份证号。",
        widget=typed(autocapitalize="characters"),
    )
    field_order = ["name", "number"]

    def clean_number(self) -> str:
        """What can be no number at all is told so; it says nothing of what there is."""
        plain = normalise(self.cleaned_data["number"])
        if len(plain) < SHORTEST:
            raise forms.ValidationError("号码不完整，请按证书或身份证件填写完整的号码。")
        if plain[0] in numbers.LETTERS and len(plain) > 18:
            try:
                numbers.spelled(plain)
            except ValueError as refused:
                raise forms.ValidationError(str(refused)) from refused
        return plain


class TakeForm(StyledFormMixin, forms.Form):
    """The full ID number of whoever takes the PDF along."""

    id_number = forms.CharField(
        label="持证人证件号码",
        max_length=40,
        help_text="填写证书上的完整证件号码，核对一致后下载。",
        widget=typed(autocapitalize="characters"),
    )


class FileForm(StyledFormMixin, forms.Form):
    """The PDF that is to be checked."""

    file = forms.FileField(
        label="证书文件",
        help_text="本系统签发的电子证书，PDF 格式。文件只用于核验，不保存。",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
