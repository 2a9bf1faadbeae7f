"""A thousand certificates, with photograph and code, signed and not: ours beside a plain loop.

The plain way is what the documentation of both libraries shows: one HTML text for each certificate,
`HTML(...).write_pdf()`, then `sign_pdf`.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.template.loader import render_to_string
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench.race import Race
from bench.tickets import the_same_is_said
from certificates.documents import ground
from certificates.documents.content import Content
from certificates.documents.drawing import draw, filled
from certificates.documents.layouts import Layout, load
from certificates.signing import authority
from certificates.signing.software import SoftwareSigner
from config import clock
from printing import qr

REASON = "签发证书"
AGENCY = "基准机械有限公司职业技能等级认定中心"
SYLLABLES = "安宝成东恩方国海吉建可立明宁平青荣书田文祥永志中"


def contents(count: int, start: int = 1) -> list[Content]:
    """Certificates of people made of syllables."""
    return [_content(number) for number in range(start, start + count)]


def _content(number: int) -> Content:
    full = f"S000037000001263{number:06}"
    place = len(SYLLABLES)
    name = "".join(SYLLABLES[number * step % place] for step in (1, 7, 11))
    return Content(
        number=full,
        name=name,
        document="居民身份证",
        id_number=f"{number:018}",
        occupation="电工",
        level="三级/高级工",
        agency=AGENCY,
        issued_on="2026-03-05",
        address=f"https://jiping.example/verify/{full}/?t=AbCdEfGhIjKlMnOp",
        print_serial=f"37A{number:08}",
    )


def photograph() -> bytes:
    """A JPEG as it is uploaded, some 80 kB."""
    target = io.BytesIO()
    Image.effect_noise((413, 579), 24).convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()


# --- The plain way -----------------------------------------------------------------------------


def plain_page(content: Content, photo: bytes) -> str:
    """One certificate, whole, as HTML: the same ground, cells and pictures."""
    held = ground.resources(Layout.A4)
    page = render_to_string(ground.TEMPLATE, ground.context(Layout.A4, proof=False))
    styles, entries = [held["layout.css"].decode()], []
    for at, (cell, fitted) in enumerate(filled(content, Layout.A4)):
        styles.append(
            f".e{at}{{{ground.placed(cell.box)};line-height:{cell.box[3] / len(fitted.lines)}mm;"
            f"font-size:{fitted.size}pt}}"
        )
        entries.append(
            f'<div class="{cell.style} e{at}">{escape(chr(10).join(fitted.lines))}</div>'
        )
    table = load(Layout.A4)
    for frame, source in (
        (table.photo, _data("image/jpeg", photo)),
        (table.code, _data("image/svg+xml", qr.svg(content.address))),
    ):
        styles.append(f".i{len(styles)}{{{ground.placed(frame)}}}")
        entries.append(f'<img class="i{len(styles) - 1}" src="{source}" alt="">')
    ornament = _data("image/svg+xml", held["ornament.svg"])
    page = page.replace("resource:ornament.svg", ornament)
    page = page.replace("</head>", f"<style>{''.join(styles)}</style></head>")
    page = page.replace('<link rel="stylesheet" href="resource:layout.css">', "")
    return page.replace("</body>", "".join(entries) + "</body>")


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def plain_draws(given: list[Content], photo: bytes) -> list[bytes]:
    from printing.engine import HTML  # the only module that imports WeasyPrint

    return [HTML(string=plain_page(each, photo)).write_pdf() for each in given]


def plain_signs(pdf: bytes, key: "Key") -> bytes:
    certificates = [
        asn1.Certificate.load(each.public_bytes(Encoding.DER))
        for each in x509.load_pem_x509_certificates(key.chain)
    ]
    store = SimpleCertificateStore()
    store.register_multiple(certificates[1:])
    signer = signers.SimpleSigner(
        signing_cert=certificates[0],
        signing_key=asn1_keys.PrivateKeyInfo.load(key.private),
        cert_registry=store,
    )
    told = signers.PdfSignatureMetadata(
        field_name="Signature", subfilter=fields.SigSeedSubFilter.PADES, reason=REASON
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.sign_pdf(writer, told, signer=signer).getvalue()


# --- Ours --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A key pair as it goes to another process."""

    private: bytes
    chain: bytes

    @classmethod
    def new(cls) -> "Key":
        issuer, private = authority.get(), authority.new_key()
        own = issuer.certify(
            private.public_key(), name=AGENCY, code="S000037000001", since=clock.now()
        )
        chain = b"".join(each.public_bytes(Encoding.PEM) for each in (own, issuer.certificate))
        return cls(authority.packed(private), chain)

    def signer(self) -> SoftwareSigner:
        return SoftwareSigner(
            authority.unpacked(self.private), x509.load_pem_x509_certificates(self.chain)
        )


def ours_draws(given: list[Content], photo: bytes) -> list[bytes]:
    return draw(given, {each.number: photo for each in given})


def way(title: str, photo: bytes, key: Key) -> Callable[[list[Content]], list[bytes]]:
    """How certificates are made: `ours` or `plain`, and `signed` or not."""
    signer, ours = key.signer(), "ours" in title
    make = ours_draws if ours else plain_draws

    def sign(pdf: bytes) -> bytes:
        if ours:
            return signer.sign(pdf, reason=REASON, at=clock.now())
        return plain_signs(pdf, key)

    if "signed" in title:
        return lambda given: [sign(pdf) for pdf in make(given, photo)]
    return lambda given: make(given, photo)


def races(count: int) -> list[Race]:
    """So many certificates in one process."""
    given, photo, key = contents(count), photograph(), Key.new()

    def race(more: str, title: str, reference: str) -> Race:
        ours, plain = (way(who + more, photo, key) for who in ("ours", "plain"))
        return Race(
            f"{count} 张证书{title}",
            f"逐张 HTML().write_pdf(){reference}",
            lambda: ours(given),
            lambda: plain(given),
            floor=10,
            agree=all_say_the_same,
        )

    return [race("", "", ""), race(" signed", "并签名", " 和 sign_pdf()")]


def all_say_the_same(ours: list[bytes], theirs: list[bytes]) -> bool:
    return all(map(the_same_is_said, ours, theirs))
