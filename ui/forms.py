"""Forms that look like the rest and speak to screen readers."""

from django import forms
from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    """Draws forms and fields with the components of `templates/components/`."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class StyledFormMixin:
    """Gives a form the portal's look: `{{ form }}` draws error summary, labels, help and errors.

    Stands first among the bases: `class FilingForm(StyledFormMixin, forms.ModelForm)`.
    """

    default_renderer = ComponentRenderer
    # The browser's own bubbles speak the browser's language and vanish; the summary stays.
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            style(field.widget)


CLASSES = (
    ((forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect), "form-check-input"),
    ((forms.Select,), "form-select"),
    ((forms.HiddenInput,), ""),
    ((forms.Widget,), "form-control"),
)


def style(widget: forms.Widget) -> None:
    """Add the class of the widget's kind to those it has."""
    for part in widget.widgets if isinstance(widget, forms.MultiWidget) else (widget,):
        added = next(name for kinds, name in CLASSES if isinstance(part, kinds))
        classes = part.attrs.get("class", "").split()
        part.attrs["class"] = " ".join(dict.fromkeys([*classes, *added.split()]))
