"""Word and Excel files: unpacked within bounds, and without anything that runs or reaches out."""

import io
import zipfile
import zlib
from xml.parsers import expat

from casework.enums import FileKind
from casework.services.inspection.refusal import RefusedFile

MAX_ENTRIES = 2_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 400
CHUNK = 1024 * 1024
ENCRYPTED_FLAG = 1
# What Office writes; the others may ask for gigabytes before the first byte.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# Some programs number the main part: word/document2.xml.
MAIN = {FileKind.DOCX: "word/document", FileKind.XLSX: "xl/workbook"}
CONTENT_TYPES = "[Content_Types].xml"
RUNS = ("vbaproject", "vbadata", "activex", "macrosheets", "customui")
EMBEDS = ("/embeddings/", "/externallinks/")
DDE = ("DDE", "DDEAUTO")


def check(name: str, data: bytes, kind: FileKind) -> None:
    """Raise RefusedFile for macros, embedded or linked objects, bombs, and what is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(name, archive)
            _check_parts(name, archive, kind)
            for entry in archive.infolist():
                _check_entry(name, archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError) as error:
        raise _damaged(name) from error
    except (expat.ExpatError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(name) from error


def _check_directory(name: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(e.file_size > max(e.compress_size, 1024) * MAX_RATIO for e in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or dense:
        raise RefusedFile(
            f"“{name}”解压后过大，已拒绝读取。请新建一个文件，只粘贴需要的内容后再上传。"
        )
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise RefusedFile(f"“{name}”设有密码，请取消密码后再上传。")
    if any(entry.compress_type not in PACKED for entry in entries):
        raise _damaged(name)


def _check_parts(name: str, archive: zipfile.ZipFile, kind: FileKind) -> None:
    names = [entry.filename.lower() for entry in archive.infolist()]
    if len(set(names)) != len(names):
        raise _damaged(name)
    if any(word in part for part in names for word in RUNS):
        raise _macros(name)
    if any(word in f"/{part}" for part in names for word in EMBEDS):
        raise _linked(name)
    found = _kind(names) if CONTENT_TYPES.lower() in names else None
    if found is None:
        raise RefusedFile(
            f"“{name}”不是{kind.label}（可能是改了扩展名的压缩包）。请上传原来的文件。"
        )
    if found != kind:
        raise RefusedFile(f"“{name}”其实是{found.label}，请把扩展名改为 {found.value} 后再上传。")


def _kind(names: list[str]) -> FileKind | None:
    for kind, beginning in MAIN.items():
        if any(part.startswith(beginning) and part.endswith(".xml") for part in names):
            return kind
    return None


def _check_entry(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read an entry in full, as the directory may lie, and judge those that can carry harm."""
    look = _look_for(entry.filename.lower())
    parser = look(name) if look else None
    with archive.open(entry) as source:
        read = 0
        while chunk := source.read(CHUNK):
            read += len(chunk)
            if read > entry.file_size:
                raise zipfile.BadZipFile(entry.filename)
            if parser:
                parser.Parse(chunk, False)  # noqa: FBT003
    if parser:
        parser.Parse(b"", True)  # noqa: FBT003


def _look_for(part: str):
    if part.endswith(".rels"):
        return _relations
    if part == CONTENT_TYPES.lower():
        return _content_types
    if part.startswith("word/") and part.endswith(".xml"):
        return _fields
    return _plain if part.endswith(".xml") else None


def _plain(name: str, on_start=None) -> expat.XMLParserType:
    """A parser that lets no document type in, as entities unpack like bombs."""

    def refuse(*_args) -> None:
        raise _damaged(name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    if on_start:
        parser.StartElementHandler = on_start
    return parser


def _relations(name: str) -> expat.XMLParserType:
    def start(_tag: str, attributes: dict) -> None:
        external = attributes.get("TargetMode", "").lower() == "external"
        if external and not attributes.get("Type", "").endswith("/hyperlink"):
            raise _linked(name)

    return _plain(name, start)


def _content_types(name: str) -> expat.XMLParserType:
    def start(_tag: str, attributes: dict) -> None:
        content_type = attributes.get("ContentType", "").lower()
        if "macroenabled" in content_type or "vbaproject" in content_type:
            raise _macros(name)
        if "oleobject" in content_type or "activex" in content_type:
            raise _linked(name)

    return _plain(name, start)


def _fields(name: str) -> expat.XMLParserType:
    """Word's fields: one that calls another program (DDE) may be cut into pieces."""
    code: list[str] = []
    inside = [False]

    def judge(text: str) -> None:
        if (words := text.upper().replace('"', " ").split()) and words[0] in DDE:
            raise _linked(name)

    def start(tag: str, attributes: dict) -> None:
        local = tag.rpartition(":")[2]
        inside[0] = local == "instrText"
        if local == "fldSimple":
            judge(next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        if local == "fldChar":
            judge("".join(code))
            code.clear()

    def text(data: str) -> None:
        if inside[0]:
            code.append(data)

    parser = _plain(name, start)
    parser.CharacterDataHandler = text
    return parser


def _damaged(name: str) -> RefusedFile:
    return RefusedFile(f"“{name}”不完整或已损坏，无法打开。请用 Office 或 WPS 打开后另存，再上传。")


def _macros(name: str) -> RefusedFile:
    return RefusedFile(f"“{name}”带有宏，不予接收。请另存为不带宏的文件，或导出为 PDF 后再上传。")


def _linked(name: str) -> RefusedFile:
    return RefusedFile(
        f"“{name}”里嵌有或链接了其他文件，不予接收。"
        "请断开链接、删去嵌入的对象，或导出为 PDF 后再上传。"
    )
