"""Pictures of questions: proven harmless, made as small as paper allows, kept encrypted."""

import hashlib
from base64 import b64decode, b64encode
from typing import BinaryIO

from accounts.models import User
from casework.enums import FileKind
from casework.services import inspection
from casework.services.inspection import RefusedFile
from config import clock
from papers.models import Bank, Picture
from printing import pictures

WIDTH, HEIGHT = 170, 120  # mm: the text of a page, and what a question may take of it
NO_PICTURE = "图片只接收 jpg 或 png。"
DAMAGED = "图片与存入时不一致，已停止提供。请联系系统管理员。"


def prepared(upload: BinaryIO) -> bytes:
    """The JPEG of an uploaded picture, without what a camera adds to it. Raises RefusedFile."""
    found = inspection.inspect(upload)
    if found.kind not in (FileKind.JPG, FileKind.PNG):
        raise RefusedFile(NO_PICTURE)
    try:
        return pictures.fitted(found.data, WIDTH, HEIGHT)
    except ValueError as error:
        raise RefusedFile(f"“{found.name}”无法打开。请另存为 jpg 或 png 后再上传。") from error


def keep(bank: Bank, jpeg: bytes, *, actor: User) -> Picture:
    """Store a prepared picture."""
    return Picture.objects.create(
        bank=bank,
        content=b64encode(jpeg).decode(),
        sha256=hashlib.sha256(jpeg).hexdigest(),
        added_by=actor,
        added_at=clock.now(),
    )


def read(picture: Picture) -> bytes:
    """The JPEG. Raises ValueError (Chinese) for other bytes than were stored."""
    jpeg = b64decode(picture.content)
    if hashlib.sha256(jpeg).hexdigest() != picture.sha256:
        raise ValueError(DAMAGED)
    return jpeg
