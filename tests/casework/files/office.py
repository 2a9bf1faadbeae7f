"""Word and Excel files: ordinary ones, and each with one thing that is refused."""

import io
import zipfile

TYPES = "application/vnd.openxmlformats-officedocument"
DOCUMENT = f"{TYPES}.wordprocessingml.document.main+xml"
WORKBOOK = f"{TYPES}.spreadsheetml.sheet.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def content_types(main: str, part: str, more: str = "") -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{main}"/>{more}</Types>'
    )


def relations(*rows: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{"".join(rows)}</Relationships>'


def relation(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def zipped(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(body: str = "<w:p/>", main: str = DOCUMENT, **more: str | bytes) -> bytes:
    """`more`: further parts, `__` for the slash and `_dot_` for the dot of a name."""
    parts = {
        "[Content_Types].xml": content_types(main, "word/document.xml"),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    named = {k.replace("__", "/").replace("_dot_", "."): v for k, v in more.items()}
    return zipped(parts | named)


def xlsx(**more: str | bytes) -> bytes:
    parts = {
        "[Content_Types].xml": content_types(WORKBOOK, "xl/workbook.xml"),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": "<workbook/>",
    }
    named = {k.replace("__", "/").replace("_dot_", "."): v for k, v in more.items()}
    return zipped(parts | named)


def with_relation(kind: str, target: str) -> bytes:
    return docx(
        **{
            "word___rels/document_dot_xml_dot_rels": relations(
                relation(kind, target, external=True)
            )
        }
    )


def dde_in_pieces() -> bytes:
    """A field that calls another program, its name cut in two."""
    code = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("DDE", 'AUTO c:\\\\x "a"')
    )
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "end"))
    return docx(f"<w:p>{begin}{code}{end}</w:p>")


def packed_otherwise(packing: int) -> bytes:
    """The same document, packed as no office program does, and broken inside."""
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    data = bytearray(zipped(parts, packing))
    start = data.index(b"word/document.xml") + len("word/document.xml")
    data[start + 4 : start + 40] = b"\xff" * 36
    return bytes(data)


def bomb() -> bytes:
    return docx(word__media__a_dot_bin=b"\0" * 60_000_000)


def lying_directory() -> bytes:
    """The directory says a kilobyte where more lies: only reading finds out."""
    data = bytearray(docx(word__a_dot_bin=b"x" * 300_000))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature, data.rfind(b"word/a.bin") - 60 if offset == 24 else 0)
        while at >= 0:
            size = int.from_bytes(data[at + offset : at + offset + 4], "little")
            if size == 300_000:
                data[at + offset : at + offset + 4] = (1024).to_bytes(4, "little")
            at = data.find(signature, at + 4)
    return bytes(data)
