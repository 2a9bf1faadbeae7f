"""The one way to refuse a file."""

from django.core.exceptions import ValidationError


class RefusedFile(ValidationError):  # noqa: N818 - what it is, as the person is told
    """This file is not taken. The text says in Chinese why, and what to do."""
