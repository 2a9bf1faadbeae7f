"""Certificates with files, and files that are none of ours."""

import hashlib
import io
import zlib

import pikepdf
from django.conf import settings
from django.test import override_settings

from casework.services import files
from certificates.documents.content import Content
from certificates.documents.drawing import draw
from certificates.documents.layouts import Layout, load
from certificates.models import Certificate, Edition
from certificates.signing import signer_for
from config import clock
from printing import engine
from tests.certificates.documents.making import photo

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def content_of(certificate: Certificate, **changes: str) -> Content:
    """What stands on a certificate; `changes` are another's word."""
    values = {
        "number": certificate.number,
        "name": certificate.name,
        "document": certificate.get_document_display(),
        "id_number": certificate.id_number,
        "occupation": certificate.occupation,
        "work_type": certificate.printed_work_type,
        "level": certificate.printed_level,
        "agency": certificate.agency_name,
        "issued_on": certificate.issued_on.isoformat(),
        "address": f"{settings.SITE_URL}/verify/{certificate.number}/?t=x",
    }
    return Content(**values | changes)


def original(certificate: Certificate, **changes: str) -> bytes:
    """The PDF of a certificate, drawn and signed as it is issued."""
    content = content_of(certificate, **changes)
    plain = draw([content], {content.number: photo()})[0]
    return signer_for(certificate.agency).sign(plain, reason="签发证书", at=clock.now())


def proof(certificate: Certificate) -> bytes:
    """The proof (样张) of a certificate."""
    content = content_of(certificate)
    return draw([content], {content.number: photo()}, proof=True)[0]


def drawn(content: Content) -> bytes:
    """A sheet that says the same in the same places, made by somebody else's program."""
    sheet = load(Layout.A4)
    cells = "".join(
        f'<p style="position:absolute;left:{x}mm;top:{y}mm;width:{w}mm;margin:0">'
        f"{cell.text or cell.says + getattr(content, cell.field)}</p>"
        for cell in sheet.cells
        for x, y, w, _ in [cell.box]
        if cell.text or getattr(content, cell.field)
    )
    style = '@page{size:A4;margin:0}body{margin:0;font:12pt "Noto Serif SC"}'
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
        return engine.draw(
            f'<html lang="zh-CN"><head><title>x</title><style>{style}</style></head>'
            f"<body>{cells}</body></html>",
            {},
        )


def issue(plan, certificate: Certificate, data: bytes, **changes: str) -> Edition:
    """The next edition of a certificate, whose file that is."""
    content = content_of(certificate, **changes).to_json()
    last = certificate.editions.order_by("-sequence").first()
    file = files.keep(data, case=plan, name="证书.pdf", kind="pdf", by=None)
    return Edition.objects.create(
        certificate=certificate,
        sequence=last.sequence + 1 if last else 1,
        content=content,
        content_sha256=hashlib.sha256(content.encode()).hexdigest(),
        file=file,
        sha256=file.sha256,
        print_serial=changes.get("print_serial", ""),
        remark=changes.get("remark", ""),
        made_at=clock.now(),
    )


def encrypted(pdf: bytes, password: str) -> bytes:
    return _saved(pdf, encryption=pikepdf.Encryption(owner="o", user=password))


def of_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        for _ in range(count - 1):
            document.pages.append(document.pages[0])
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def bomb(tens_of_megabytes: int) -> bytes:
    """A page whose content unpacks to so much."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(tens_of_megabytes))
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595.28, 841.89))
        stream = pikepdf.Stream(document, b"")
        stream.write(packed + packer.flush(), filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = document.make_indirect(stream)
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def _saved(pdf: bytes, **options) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(target, **options)
    return target.getvalue()
