"""Personal data on screens: `{{ person.phone|mask:"phone" }}`."""

from django import template

from accounts import masking

register = template.Library()
MASKS = {
    "name": masking.name,
    "phone": masking.phone,
    "id_number": masking.id_number,
    "email": masking.email,
}


@register.filter
def mask(text: str, kind: str) -> str:
    """The masked form; `kind` is name, phone, id_number or email."""
    return MASKS[kind](text or "")
