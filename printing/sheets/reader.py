"""Which kind of file this is, by its content, and whether its name says the same."""

from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings

from printing.sheets.legacy import ENCRYPTED, read_xls
from printing.sheets.table import Sheet, SheetError
from printing.sheets.text import read_text
from printing.sheets.workbook import read_xlsx

READERS = {".xlsx": read_xlsx, ".xls": read_xls, ".csv": read_text}
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An xlsx with an opening password comes inside the container of the old format.
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<head")

BY_TEMPLATE = "请下载模板，填写后再上传。"
ASK_FOR_XLSX = "请用 Excel 或 WPS 打开后另存为 xlsx 再上传。"


def read(
    file: BinaryIO, *, limit_bytes: int | None = None, max_rows: int = 60_000, title: str = ""
) -> Sheet:
    """Read the first visible sheet of an uploaded xlsx, xls or csv file; with a `title` the sheet
    of that name, which only an xlsx file can have.

    `limit_bytes` defaults to `UPLOAD_LIMIT_BYTES`. Numbers, dates and formulas come as the text
    that Excel shows; `Sheet.faults` names the cells that cannot be relied on.
    Raises SheetError (a Chinese sentence) for whatever cannot be read.
    """
    limit = settings.UPLOAD_LIMIT_BYTES if limit_bytes is None else limit_bytes
    data = file.read(limit + 1)
    if len(data) > limit:
        raise SheetError(f"文件超过 {_size(limit)}。请删去多余的内容，或分成几个文件上传。")
    if not data.strip(b"\x00\r\n\t "):
        raise SheetError("文件是空的。请选择填好的表格再上传。")
    kind = _kind(data)
    _refuse_wrong_name(getattr(file, "name", None) or "", kind)
    if title:
        if kind != ".xlsx":
            raise SheetError(f"这个文件只有一张表，需要的是有“{title}”工作表的 xlsx。{BY_TEMPLATE}")
        return read_xlsx(data, max_rows, title)
    return READERS[kind](data, max_rows)


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.4g} MB" if count >= 1024 * 1024 else f"{count // 1024} KB"


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return ".xlsx"
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED_PACKAGE in data:
            raise SheetError(ENCRYPTED)
        return ".xls"
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:10].lower().startswith(WEB_PAGE):
        raise SheetError(f"这个文件其实是网页，不是 Excel 工作簿。{ASK_FOR_XLSX}")
    return ".csv"


def _refuse_wrong_name(name: str, kind: str) -> None:
    suffix = PurePath(name).suffix.lower()
    if not name or suffix == kind:
        return
    if suffix not in READERS:
        raise SheetError(
            f"不支持 {suffix or '没有扩展名的'} 文件，只接收 xlsx、xls、csv。{ASK_FOR_XLSX}"
        )
    if kind == ".csv":
        raise SheetError(
            f"文件名是 {suffix}，内容却不是 Excel 工作簿，可能已损坏或被加密软件保护。"
            f"请先解密，{ASK_FOR_XLSX}"
        )
    raise SheetError(f"文件名是 {suffix}，内容却是 {kind[1:]} 格式。{ASK_FOR_XLSX}")
