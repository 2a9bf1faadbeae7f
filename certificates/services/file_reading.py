"""What stands on a PDF that a stranger sent: read in a process of its own, by the place of each
field on a certificate."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casework.services.inspection import RefusedFile, probes
from certificates.documents.layouts import Layout, load
from certificates.frames.comparison import LABELS

PROBE = Path(__file__).with_name("file_probe.py")
SECONDS = 45  # the processor's time is what bounds it; an honest file may wait on a busy machine
REASONS = {
    "other": "这不是 PDF 文件。请选择本系统签发的电子证书（PDF 格式），照片和截图不能核验。",
    "encrypted": "文件设有密码或权限限制，无法核验。签发的电子证书没有密码，请使用签发时的原文件。",
    "damaged": "文件不完整或已损坏，无法打开。请重新下载或向持证人索取签发时的原文件。",
    "pages": "文件页数与证书不符：电子证书只有一页。请选择签发时的原文件。",
    probes.HEAVY: "文件结构异常，无法核验。请使用签发时的原文件。",
}


@dataclass(frozen=True)
class Reading:
    """What could be read. `fields` are the printed ones, none on a page of another shape; `codes`
    the texts of its QR codes; `title` stands in the properties of the file."""

    fields: dict[str, str]
    codes: tuple[str, ...] = ()
    title: str = ""
    pages: int = 1


def read(data: bytes) -> Reading:
    """What stands on a file. Raises RefusedFile for what is no readable PDF of a few pages."""
    text = probes.ask(PROBE, data, _boxes(), seconds=SECONDS)
    try:
        answer = json.loads(text)
    except ValueError:
        answer = {"reason": probes.HEAVY}
    if reason := answer.get("reason"):
        raise RefusedFile(REASONS.get(reason, REASONS[probes.HEAVY]))
    said = {key: text.removeprefix(_says()[key]) for key, text in answer["fields"].items()}
    fields = {key: text for key, text in said.items() if text}
    return Reading(fields, tuple(answer["codes"]), answer["title"], answer["pages"])


@cache
def _says() -> dict[str, str]:
    """What stands before a field in its place."""
    cells = [cell for layout in Layout for cell in load(layout).filled]
    return {cell.field: cell.says for cell in reversed(cells)}


@cache
def _boxes() -> str:
    sheets = [load(layout) for layout in Layout]
    places = [
        {
            "page": list(sheet.page),
            "boxes": {cell.field: cell.box for cell in sheet.filled if cell.field in LABELS},
        }
        for sheet in sheets
    ]
    return json.dumps(places)
