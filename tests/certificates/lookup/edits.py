"""What somebody does to a certificate's file who wants it to say something else."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.certificates.lookup.files import original


def saved(pdf: bytes, change: Callable[[Pdf], None] = lambda document: None) -> bytes:
    """Changed and saved whole, as an editor does it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(target)
    return target.getvalue()


def reworded(pdf: bytes, certificate, **words: str) -> bytes:
    """The same file with other words drawn in their places: its signature, code and properties are
    those of `pdf`."""
    other = original(certificate, **words)
    return saved(pdf, lambda document: _redraw(document, other, keep=("Code", "Photo")))


def with_code_of(pdf: bytes, other: bytes) -> bytes:
    """The QR code of another certificate pasted over."""

    def paste(document: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as source:
            images = document.pages[0].Resources.XObject
            images.Code = document.copy_foreign(source.pages[0].Resources.XObject.Code)

    return saved(pdf, paste)


def without_code(pdf: bytes) -> bytes:
    """The QR code gone."""

    def wipe(document: Pdf) -> None:
        page = document.pages[0]
        page.Resources.XObject.Code = page.Resources.XObject.Photo

    return saved(pdf, wipe)


def with_a_page(pdf: bytes, at: int = 1) -> bytes:
    """An empty page put in."""

    def add(document: Pdf) -> None:
        document.add_blank_page(page_size=(595.28, 841.89))
        page = document.pages[1]
        del document.pages[1]
        document.pages.insert(at, page)

    return saved(pdf, add)


def added_to(pdf: bytes, other: bytes) -> bytes:
    """The file as it was, with a later revision that draws the page of another."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = PdfFileReader(io.BytesIO(other)).root["/Pages"]["/Kids"][0]
    mine = writer.root["/Pages"]["/Kids"][0]
    for key in ("/Contents", "/Resources"):
        mine[key] = writer.import_object(page.raw_get(key))
    writer.update_container(mine)
    target = io.BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(pdf)
    return target.getvalue()


def untitled(pdf: bytes) -> bytes:
    """Its properties gone."""

    def wipe(document: Pdf) -> None:
        del document.docinfo

    return saved(pdf, wipe)


def brackets(depth: int) -> bytes:
    """A file of nothing but arrays in arrays."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * depth


def nested(depth: int) -> bytes:
    """A file whose pages lie so deep in one another."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        kid = document.pages[0].obj
        for _ in range(depth):
            node = Dictionary(Type=Name.Pages, Kids=[kid], Count=1)
            kid = document.make_indirect(node)
        document.Root.Pages = kid
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def _redraw(document: Pdf, other: bytes, keep: tuple[str, ...]) -> None:
    with pikepdf.open(io.BytesIO(other)) as source:
        page, drawn = document.pages[0], source.pages[0]
        kept = {name: page.Resources.XObject[f"/{name}"] for name in keep}
        page.Contents = document.copy_foreign(drawn.Contents)
        page.Resources = document.copy_foreign(source.make_indirect(drawn.Resources))
        for name, image in kept.items():
            page.Resources.XObject[f"/{name}"] = image
