"""Names of uploaded files: kept for people to recognise, never used as a path."""

import unicodedata

MAX_BYTES = 255
NAMELESS = "未命名"
# Control and format characters (bidi controls among them), surrogates, line and paragraph ends.
# Unassigned and private-use ones stay: rare characters of names lie there at times.
DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def clean(name: str) -> str:
    """A name that shows as it is read: no folders, no control or direction characters, not longer
    than 255 bytes, the extension kept. Pure."""
    base = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in unicodedata.normalize("NFC", base)
        if unicodedata.category(char) not in DROPPED
    )
    shown = " ".join(shown.split()).strip(". ")
    stem, dot, suffix = shown.rpartition(".")
    if not dot:
        return _cut(shown, MAX_BYTES) or NAMELESS
    suffix = _cut(suffix, 20)
    return f"{_cut(stem, MAX_BYTES - 1 - len(suffix.encode())) or NAMELESS}.{suffix}"


def extension(name: str) -> str:
    """`PDF` of `证明.PDF`, in small letters; empty for none."""
    _, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot else ""


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore").strip()
