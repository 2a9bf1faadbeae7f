"""Run by `probes.py` as a process of its own: a PDF on stdin, its pages or a reason on stdout.

No part of the portal is imported here. Memory and time are bounded by the kernel: a few kilobytes
of a PDF may unpack to gigabytes while its cross-references are read.
"""

import io
import resource
import sys
from collections.abc import Iterator

import pikepdf

CPU_SECONDS = 15
MAX_OBJECTS = 300_000
SCRIPTS = {"/JavaScript"}
# Going to a place in the same document, or to an address on a click, is no more than reading.
HARMLESS = {"/GoTo", "/URI", "/Named"}
AUTOMATIC = {"/GoTo", "/Named"}
# Actions that reach out of the document, refused wherever they stand: a viewer may follow a path
# to them (/Next, /PA, lists) that is not followed here.
REACHING_OUT = {
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
}
MEDIA = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def reason(data: bytes, max_pages: int) -> str | int:
    """Why this PDF is refused, or the number of its pages."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            if document.is_encrypted:
                return "encrypted"
            return _found(document) or _pages(document, max_pages)
    except pikepdf.PasswordError:
        return "encrypted"
    except MemoryError:
        return "heavy"
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, RuntimeError, KeyError):
        return "damaged"


def _pages(document: pikepdf.Pdf, max_pages: int) -> str | int:
    pages = len(document.pages)
    if not pages:
        return "empty"
    return "pages" if pages > max_pages else pages


def _found(document: pikepdf.Pdf) -> str:
    if len(document.objects) > MAX_OBJECTS:
        return "heavy"
    if found := _found_at_the_root(document.Root):
        return found
    parts = (part for each in document.objects for part in _dictionaries(each))
    return next((found for part in parts if (found := _judged(part))), "")


def _found_at_the_root(root: pikepdf.Dictionary) -> str:
    names, opening = root.get("/Names", {}), root.get("/OpenAction")
    kind = _kind(opening) if isinstance(opening, pikepdf.Dictionary) else "/GoTo"
    found = {
        "xfa": "/XFA" in root.get("/AcroForm", {}),
        "script": "/JavaScript" in names or kind in SCRIPTS,
        "attachment": "/EmbeddedFiles" in names or "/Collection" in root,
        "action": kind not in AUTOMATIC,
    }
    return next((reason for reason, is_there in found.items() if is_there), "")


def _dictionaries(item, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """An object and the dictionaries written inside it; references lead to objects seen anyway."""
    if depth > 50:
        raise ValueError("nested too deeply")
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        yield item
        inner = [value for _, value in item.items()]
    elif isinstance(item, pikepdf.Array):
        inner = list(item)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _judged(part: pikepdf.Dictionary) -> str:
    if "/JS" in part or _kind(part) in SCRIPTS:
        return "script"
    if "/EF" in part or str(part.get("/Type", "")) == "/EmbeddedFile":
        return "attachment"
    if str(part.get("/Subtype", "")) in MEDIA:
        return "attachment"
    if "/AA" in part or _kind(part) in REACHING_OUT:
        return "action"
    actions = [value for key in ("/A", "/Next") if (value := part.get(key)) is not None]
    for action in actions:
        if isinstance(action, pikepdf.Dictionary) and _kind(action) not in HARMLESS | {""}:
            return "script" if _kind(action) in SCRIPTS else "action"
    return ""


def _kind(action: pikepdf.Dictionary) -> str:
    """The /S of an action, which structure elements have too, but not under /A or /OpenAction."""
    found = action.get("/S")
    return str(found) if isinstance(found, pikepdf.Name) else ""


if __name__ == "__main__":
    memory, max_pages = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(str(reason(sys.stdin.buffer.read(), max_pages)))
