"""Run as a process of its own: a PDF on stdin, what stands in the boxes of a certificate on stdout.

No part of the portal is imported here. Memory and time are bounded by the kernel. The answer is
JSON: `{"fields": {…}}` of the first page whose measures some layout has, or `{"reason": …}`.
"""

import json
import resource
import sys

import pypdfium2 as pdfium
from pypdfium2 import raw

CPU_SECONDS = 2
MOST_PAGES = 4
MOST_TEXT = 300  # characters in one box
POINT = 72 / 25.4
SLACK = 1.5  # millimetres by which a page may differ from its layout


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
        return {"fields": _fields(document[0], layouts)}
    except pdfium.PdfiumError:
        return {"reason": "damaged"}


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


if __name__ == "__main__":
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        found = answer(sys.stdin.buffer.read(), json.loads(sys.argv[2]))
    except (MemoryError, RecursionError):
        found = {"reason": "heavy"}
    sys.stdout.write(json.dumps(found))
