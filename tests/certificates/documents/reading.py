"""PDFs as poppler shows them."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

POPPLER = "没有 poppler（apt-get install poppler-utils）"
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason=POPPLER)


def picture(pdf: bytes, folder: Path, dpi: int = 100) -> Image.Image:
    """The first page as dots."""
    path, target = folder / "page.pdf", folder / "page"
    path.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-singlefile", "-png", str(path), str(target)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    with Image.open(target.with_suffix(".png")) as shown:
        return shown.convert("RGB")


def words(pdf: bytes) -> str:
    """The text as it can be searched, without blanks."""
    return "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def streams(pdf: bytes) -> list[bytes]:
    """Everything in a file, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            each.read_bytes() if each.get("/Filter") != "/DCTDecode" else each.read_raw_bytes()
            for each in document.objects
            if isinstance(each, pikepdf.Stream)
        ]
