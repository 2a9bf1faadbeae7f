"""What an uploaded file is: hostile until proven harmless.

`inspect` reads it within the limit, tells its kind by its content, holds that against its name and
looks inside. Whatever is refused is a `RefusedFile`, a Chinese sentence that says what to do.
"""

import hashlib
from dataclasses import dataclass, field
from typing import BinaryIO

import filetype
from django.conf import settings

from casework.enums import FileKind
from casework.services.inspection import office, pdf, pictures
from casework.services.inspection.names import clean, extension
from casework.services.inspection.refusal import RefusedFile

__all__ = ["Inspected", "RefusedFile", "inspect"]

ALLOWED = "pdf、jpg、png、docx、xlsx"
SUFFIXES = {"jpeg": FileKind.JPG} | {kind.value: kind for kind in FileKind}
OLD_OFFICE = {
    "doc": "docx",
    "xls": "xlsx",
    "wps": "docx",
    "et": "xlsx",
    "ppt": "pdf",
    "pptx": "pdf",
}
MACRO_OFFICE = {"docm": "docx", "xlsm": "xlsx", "dotm": "docx", "xltm": "xlsx", "xlsb": "xlsx"}
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Inspected:
    """A file that may be stored. `name` is for people, never for a path."""

    name: str
    kind: FileKind
    data: bytes = field(repr=False)
    sha256: str
    pages: int | None = None


def inspect(file: BinaryIO) -> Inspected:
    """Prove an upload harmless. Raises RefusedFile.

    Limits: `UPLOAD_LIMIT_BYTES`, pdf, jpg, png, docx and xlsx; those of each kind in its module.
    """
    name = clean(getattr(file, "name", None) or "")
    kind = _kind_by_name(name)
    data = _read(file, name)
    if not data.strip(b"\x00\r\n\t "):
        raise RefusedFile(f"“{name}”是空文件，请选择有内容的文件。")
    _refuse_other_content(name, kind, data)
    pages = _look_inside(name, kind, data)
    return Inspected(name, kind, data, hashlib.sha256(data).hexdigest(), pages)


def _read(file: BinaryIO, name: str) -> bytes:
    limit = settings.UPLOAD_LIMIT_BYTES
    data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedFile(
            f"“{name}”超过 {limit // (1024 * 1024)} MB。"
            "请压缩图片、降低扫描分辨率或分成几份后再上传。"
        )
    return data


def _kind_by_name(name: str) -> FileKind:
    suffix = extension(name)
    if kind := SUFFIXES.get(suffix):
        return kind
    if target := MACRO_OFFICE.get(suffix):
        raise RefusedFile(f"“{name}”是可以带宏的格式，不予接收。请另存为 {target} 后再上传。")
    if target := OLD_OFFICE.get(suffix):
        raise RefusedFile(
            f"不接收 {suffix} 格式，请用 Office 或 WPS 另存为 {target} 后再上传“{name}”。"
        )
    shown = f"{suffix} 格式" if suffix else "没有扩展名的文件"
    raise RefusedFile(f"不接收{shown}，只接收 {ALLOWED}。请转换后再上传“{name}”。")


def _refuse_other_content(name: str, kind: FileKind, data: bytes) -> None:
    if kind in (FileKind.DOCX, FileKind.XLSX):
        if data.startswith(OLE_MAGIC):
            raise RefusedFile(
                f"“{name}”设有打开密码，或是旧版格式改了扩展名。"
                f"请取消密码，另存为 {kind.value} 后再上传。"
            )
        found = "zip" if data.startswith(b"PK\x03\x04") else _guess(data)
        fits = found == "zip"
    else:
        found = _guess(data)
        fits = found == kind
    if not fits:
        what = f"是 {found} 格式" if found else f"不是 {kind.label}"
        raise RefusedFile(
            f"“{name}”的内容{what}，与扩展名 {extension(name)} 不符，或已损坏。"
            "请用正确的程序打开后另存，再上传。"
        )


def _guess(data: bytes) -> str:
    found = filetype.guess(data[:8192])
    return found.extension.replace("apng", "png") if found else ""


def _look_inside(name: str, kind: FileKind, data: bytes) -> int | None:
    if kind == FileKind.PDF:
        return pdf.check(name, data)
    if kind in (FileKind.JPG, FileKind.PNG):
        pictures.check(name, data, kind)
    else:
        office.check(name, data, kind)
    return None
