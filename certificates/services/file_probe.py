"""Run as a process of its own: a PDF on stdin, what stands on it on stdout.

No part of the portal is imported here. Memory and time are bounded by the kernel. The answer is
JSON: `{"reason": …}` for a file that says nothing, else what stands in the boxes of a certificate
(`fields`, of the page that fills the most of them), what its QR codes say (`codes`), its `title`
and how many `pages` it has.
"""

import json
import math
import resource
import sys
import time

import pypdfium2 as pdfium
import zxingcpp
from pypdfium2 import raw

CPU_SECONDS = 2  # beyond what the libraries take to load
MOST_PAGES = 4
MOST_TEXT = 300  # characters in one box, in the title, in a code
MOST_CODES = 4
POINT = 72 / 25.4
SLACK = 1.5  # millimetres by which a page may differ from its layout
DOTS = 1600  # along the longer side of a page that is searched for codes


def answer(data: bytes, layouts: list[dict]) -> dict:
    """What the file says, or why it says nothing."""
    if b"%PDF-" not in data[:1024]:
        return {"reason": "other"}
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"reason": "encrypted" if "password" in str(error).lower() else "damaged"}
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        return {"reason": "encrypted"}
    pages = len(document)
    if not 1 <= pages <= MOST_PAGES:
        return {"reason": "pages" if pages else "damaged"}
    try:
        sheets = [document[at] for at in range(pages)]
        return {
            "fields": max((_fields(page, layouts) for page in sheets), key=_filled),
            "codes": [code for page in sheets for code in _codes(page)][:MOST_CODES],
            "title": document.get_metadata_value("Title")[:MOST_TEXT],
            "pages": pages,
        }
    except pdfium.PdfiumError:
        return {"reason": "damaged"}


def _filled(fields: dict[str, str]) -> int:
    return sum(map(bool, fields.values()))


def _fields(page: pdfium.PdfPage, layouts: list[dict]) -> dict[str, str]:
    wide, high = (length / POINT for length in page.get_size())
    for layout in layouts:
        across, down = layout["page"]
        if abs(wide - across) <= SLACK and abs(high - down) <= SLACK:
            text = page.get_textpage()
            return {key: _within(text, box, high) for key, box in layout["boxes"].items()}
    return {}


def _within(text: pdfium.PdfTextPage, box: list[float], high: float) -> str:
    x, y, wide, deep = box
    found = text.get_text_bounded(
        left=x * POINT,
        right=(x + wide) * POINT,
        top=(high - y) * POINT,
        bottom=(high - y - deep) * POINT,
    )
    return " ".join(found[:MOST_TEXT].split())


def _codes(page: pdfium.PdfPage) -> list[str]:
    """As a phone would read them, wherever they stand."""
    longer = max(page.get_size())
    if not longer > 0:
        return []
    drawn = page.render(scale=DOTS / longer, grayscale=True)
    dots = memoryview(drawn.buffer).cast("B")
    shape = zxingcpp.ImageView(
        dots, drawn.width, drawn.height, zxingcpp.ImageFormat.Lum, drawn.stride
    )
    found = zxingcpp.read_barcodes(shape, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text[:MOST_TEXT] for code in found[:MOST_CODES] if code.text]


if __name__ == "__main__":
    memory = int(sys.argv[1])
    seconds = math.ceil(time.process_time()) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        found = answer(sys.stdin.buffer.read(), json.loads(sys.argv[2]))
    except (MemoryError, RecursionError):
        found = {"reason": "heavy"}
    sys.stdout.write(json.dumps(found))
