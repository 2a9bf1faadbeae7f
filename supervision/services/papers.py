"""A paper that comes with an act."""

from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.models import Case, Material
from casework.services import materials


def add_paper(
    case: Case, key: str, title: str, upload: BinaryIO, actor: User, *, field: str = "upload"
) -> Material:
    """Add it to the papers of the case. What is wrong with the file is told at its field
    (ValidationError)."""
    try:
        return materials.add(case, key=key, title=title, upload=upload, actor=actor)
    except ValidationError as refused:
        raise ValidationError({field: refused.messages}) from refused
