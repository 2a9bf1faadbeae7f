"""Pictures: ordinary ones, and hostile ones."""

import io
import struct
import zlib

from PIL import Image


def picture(kind: str, size: tuple[int, int] = (40, 30), **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind, **options)
    return target.getvalue()


def jpg() -> bytes:
    return picture("JPEG")


def png() -> bytes:
    return picture("PNG")


def animated() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("white", "black")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return target.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def huge_png(side: int = 60_000) -> bytes:
    """A few hundred bytes that say they are 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )
