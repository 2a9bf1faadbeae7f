"""Template tags and filters of the components; built into every template."""

from django import template

register = template.Library()
