"""Files about many people leave the portal on record."""

import hashlib

from accounts.models import Organisation, User
from certificates.enums import ExportKind
from certificates.models import Export
from config import clock


def record(
    kind: ExportKind,
    content: bytes,
    *,
    about: str,
    count: int,
    user: User,
    organisation: Organisation,
) -> Export:
    """Put on record that a file was handed to somebody, and which; before it is."""
    return Export.objects.create(
        kind=kind,
        about=about[:200],
        count=count,
        sha256=hashlib.sha256(content).hexdigest(),
        user=user,
        organisation=organisation,
        at=clock.now(),
    )
