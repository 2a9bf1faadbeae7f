"""What the forms of rows have in common."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.crypto import salted_hmac

from filing.models import Filing
from ui.forms import StyledFormMixin

PAST = "这一行在您打开页面之后已有改动，本次没有保存。下面是您填写的内容，请核对后再次保存。"


class RowForm(StyledFormMixin, forms.ModelForm):
    """A row of a filing. `seen` carries what the row held when the page was opened, so that a page
    left open does not silently undo what a colleague saved since. `most`: how many such rows an
    application may have."""

    most = 200
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, filing: Filing, instance: Model, **kwargs):
        instance.filing = filing
        self.filing = filing
        kwargs["initial"] = {"seen": digest(instance), **kwargs.get("initial", {})}
        super().__init__(*args, instance=instance, **kwargs)

    def is_past(self, present: Model) -> bool:
        """Whether the row was changed since the page was opened."""
        return self.cleaned_data.get("seen", "") != digest(present)

    def show_again(self) -> None:
        """Let the next try count: the page now has seen the row as it stands."""
        present = type(self.instance).objects.filter(pk=self.instance.pk).first()
        self.data = self.data.copy()
        self.data["seen"] = digest(present) if present else ""


def digest(row: Model) -> str:
    """A row's values in a word; empty for one that is not kept yet."""
    if row.pk is None:
        return ""
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    text = json.dumps(values, sort_keys=True, default=str)
    return salted_hmac("filing.rows", text, algorithm="sha256").hexdigest()[:16]


def number(label: str, *, most: int, **options) -> forms.IntegerField:
    """A whole number from 1."""
    said = f"{label}应为 1 至 {most} 的整数。"
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": said, "min_value": said, "max_value": said},
        **options,
    )


def refuse_at(form: forms.Form, name: str, text: str) -> None:
    """An error of one field, once."""
    if name not in form.errors:
        form.add_error(name, ValidationError(text))
