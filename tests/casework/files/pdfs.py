"""PDFs: ordinary ones, and each with one thing that is refused."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream


def blank(pages: int = 1) -> pikepdf.Pdf:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    return document


def saved(document: pikepdf.Pdf, **options) -> bytes:
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def plain(pages: int = 1) -> bytes:
    return saved(blank(pages))


def opening_at_a_page() -> bytes:
    """As most programs write it: the document opens at its first page. Harmless."""
    document = blank()
    document.Root.OpenAction = Array([document.pages[0].obj, Name.XYZ, None, None, 0])
    return saved(document)


def with_a_link() -> bytes:
    document = blank()
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/")),
    )
    document.pages[0].obj.Annots = Array([link])
    return saved(document)


def script_on_opening() -> bytes:
    document = blank()
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return saved(document)


def script_behind_a_button() -> bytes:
    document = blank()
    action = document.make_indirect(
        Dictionary(S=Name.JavaScript, JS=Stream(document, b"app.alert(1)"))
    )
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].obj.Annots = Array([button])
    return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def named_script() -> bytes:
    document = blank()
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))
    return saved(document)


def launching() -> bytes:
    document = blank()
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=pikepdf.String("calc.exe"))
    return saved(document)


def launching_in_the_end() -> bytes:
    """A harmless action whose list of further ones holds the other."""
    document = blank()
    launch = document.make_indirect(Dictionary(S=Name.Launch, F=pikepdf.String("calc.exe")))
    document.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]), Next=Array([launch])
    )
    return saved(document)


def launching_behind_another_key() -> bytes:
    document = blank()
    action = Dictionary(S=Name.Launch, F=pikepdf.String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], PA=action)
    document.pages[0].obj.Annots = Array([link])
    return saved(document)


def acting_on_a_page() -> bytes:
    document = blank()
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))
    return saved(document)


def submitting() -> bytes:
    document = blank()
    action = Dictionary(S=Name.SubmitForm, F=pikepdf.String("https://example.org/"))
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].obj.Annots = Array([button])
    return saved(document)


def with_an_attachment() -> bytes:
    document = blank()
    document.attachments["附件.exe"] = b"MZ"
    return saved(document)


def with_video() -> bytes:
    document = blank()
    video = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].obj.Annots = Array([video])
    return saved(document)


def xfa() -> bytes:
    document = blank()
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pikepdf.String("<xdp/>"))
    return saved(document)


def encrypted(user: str = "secret") -> bytes:
    return saved(blank(), encryption=pikepdf.Encryption(owner="owner", user=user, R=6))


def without_pages() -> bytes:
    return saved(pikepdf.new())


def padded(padding: int) -> bytes:
    """One page whose catalogue lies in a compressed stream, with so much white space after it."""
    packer = zlib.compressobj(1)
    body = packer.compress(b"2 0 <</Type/Catalog/Pages 4 0 R>>")
    chunk = b" " * 1_000_000
    for _ in range(padding // len(chunk)):
        body += packer.compress(chunk)
    body += packer.flush()
    objects = [
        b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
        % (len(body), body),
        b"4 0 obj\n<</Type/Pages/Count 1/Kids[5 0 R]>>",
        b"5 0 obj\n<</Type/Page/Parent 4 0 R/MediaBox[0 0 9 9]>>",
    ]
    document, places = b"%PDF-1.7\n", []
    for each in objects:
        places.append(len(document))
        document += each + b"\nendobj\n"
    rows = [(0, 0), (1, places[0]), (2, 1), (1, len(document)), (1, places[1]), (1, places[2])]
    entries = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0" for kind, at in rows)
    return document + (
        b"3 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n%s\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF\n" % (len(entries), entries, len(document))
    )
