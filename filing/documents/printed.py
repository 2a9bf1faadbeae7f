"""PDFs that a filing keeps beside its letters: printed once, stored with their SHA-256."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.enums import FileKind
from casework.models import StoredFile
from casework.services import files
from filing.models import Filing
from printing import pdf


def keep(
    filing: Filing, template: str, context: Mapping[str, object], *, name: str, actor: User
) -> StoredFile:
    """Print and store, in the caller's transaction. Raises ValidationError for a character that
    cannot be printed."""
    try:
        data = pdf.render(template, context)
    except pdf.UndefinedVariableError:
        raise
    except pdf.PrintError as error:
        raise ValidationError(str(error)) from error
    return files.keep(data, case=filing, name=name, kind=FileKind.PDF, by=actor)
