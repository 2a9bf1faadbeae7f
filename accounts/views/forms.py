"""Between forms and services."""

from django import forms
from django.core.exceptions import ValidationError


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Show a service's refusal at the fields it names, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, messages in error.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)
