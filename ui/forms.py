"""Forms that look like the rest and speak to screen readers."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    """Draws forms and fields with the components of `templates/components/`."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class StyledFormMixin:
    """Gives a form the portal's look: `{{ form }}` draws error summary, labels, help and errors.

    Stands first among the bases: `class FilingForm(StyledFormMixin, forms.ModelForm)`. A field that
    is needed in one case only sets `is_conditional`: its help says when, and it is not called 选填.
    """

    default_renderer = ComponentRenderer
    # The browser's own bubbles speak the browser's language and vanish; the summary stays.
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            style(field.widget)
            ask_by_name(field)
            say_nothing_chosen(field)
            if isinstance(field, forms.FileField):
                limit_size(field)
            if isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput):
                field.validators.append(_check_readable)


# The first kind that fits. Boxes and radio buttons need no class: `.field input` draws them.
CLASSES = (
    ((forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput), ""),
    ((forms.Select,), "form-select"),
    ((forms.Widget,), "form-control"),
)
CHOOSE = "请选择"
PICKED = (forms.Select, forms.RadioSelect, forms.FileInput)


def style(widget: forms.Widget) -> None:
    """Add the class of the widget's kind to those it has."""
    for part in widget.widgets if isinstance(widget, forms.MultiWidget) else (widget,):
        added = next(name for kinds, name in CLASSES if isinstance(part, kinds))
        classes = part.attrs.get("class", "").split()
        if classes or added:
            part.attrs["class"] = " ".join(dict.fromkeys([*classes, *added.split()]))


def say_nothing_chosen(field: forms.Field) -> None:
    """A list begins with 请选择 where Django puts dashes. What is asked for only when it is shown
    (choices by a function) is not asked for here."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == BLANK_CHOICE_DASH[0][1]:
            field.empty_label = CHOOSE
    elif isinstance(field, forms.ChoiceField) and (
        isinstance(field.choices, list) and BLANK_CHOICE_DASH[0] in field.choices
    ):
        others = [choice for choice in field.choices if choice != BLANK_CHOICE_DASH[0]]
        field.choices = [("", CHOOSE), *others]


def ask_by_name(field: forms.Field) -> None:
    """An empty field says what is missing: 请填写单位名称. A field's own message stays."""
    if (
        field.label
        and field.error_messages["required"] == forms.Field.default_error_messages["required"]
    ):
        field.error_messages["required"] = _asked(field)


def limit_size(field: forms.FileField) -> None:
    """A file may have `UPLOAD_LIMIT_BYTES` at most; the help says so."""
    field.help_text = f"{field.help_text}单个文件不超过 {megabytes()} MB。"
    field.validators.append(_check_size)


def megabytes() -> int:
    """What a single file may have at most."""
    return settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)


def _check_size(file: UploadedFile) -> None:
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        raise ValidationError(f"“{file.name}”超过 {megabytes()} MB，请缩小后再上传。")


# What no keyboard types into a line: control characters, ends of lines, and marks that make a text
# read otherwise than it is stored.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
BLANK = ("Cf", "Zs")


def _check_readable(text: str) -> None:
    if UNSEEN.search(text):
        raise ValidationError("含有看不见的控制字符，请删除后手工重新输入。")
    if text and all(unicodedata.category(char) in BLANK for char in text):
        raise ValidationError("只有看不见的字符，请重新填写。")


def _asked(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return f"请勾选“{field.label}”。"
    verb = "请选择" if isinstance(field.widget, PICKED) else "请填写"
    return f"{verb}{field.label}。"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. Cleans to a list, which is empty where none is required."""

    def __init__(self, *, accept: str, **kwargs):
        super().__init__(
            widget=FilesInput(attrs={"accept": accept, "multiple": True}),
            error_messages={"empty": "有空文件，请重新选择。"},
            **kwargs,
        )

    def clean(self, data, initial=None) -> list:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not sent:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(each, initial) for each in sent]
