"""The holder's photograph as it goes into the file: its pixels, and nothing else that was in the
upload (place, time and camera stand in a JPEG's metadata)."""

import struct
from dataclasses import dataclass

from printing import leaves, pictures

SCAN, COMMENT = 0xDA, 0xFE
BEGIN, END = b"\xff\xd8", b"\xff\xd9"
APPLICATION = range(0xE1, 0xF0)  # APP0 says JFIF and stays
MEANINGFUL = {0xE1, 0xEE}  # may say that it lies on its side, or that its colours are others
FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
MOST_PIXELS = 1000  # of a side; 35 mm at 700 dpi
MOST_BYTES = 160 * 1024


@dataclass(frozen=True)
class _Jpeg:
    width: int
    height: int
    data: bytes  # without what is not needed to show it


def picture(data: bytes, frame: tuple[float, float, float, float]) -> leaves.Picture:
    """A JPEG in its frame (mm), the whole of it, not distorted. One that is small enough keeps its
    pixels as they are. Raises ValueError for what is no picture."""
    if END not in data and data[:2] == BEGIN:
        raise ValueError("The photograph is cut off.")  # which Pillow fills up with grey
    jpeg = _plain(data)
    if jpeg is None or max(jpeg.width, jpeg.height) > MOST_PIXELS:
        jpeg = _plain(pictures.fitted(data, *frame[2:]))
    if jpeg is None:
        raise ValueError("The photograph cannot be read.")
    place = _within(frame, jpeg.width / jpeg.height)
    return leaves.Picture(jpeg.data, jpeg.width, jpeg.height, place)


def _within(frame, ratio: float) -> tuple[float, float, float, float]:
    """The largest place of that ratio in the middle of a frame."""
    x, y, width, height = frame
    wide, tall = min(width, height * ratio), min(height, width / ratio)
    return x + (width - wide) / 2, y + (height - tall) / 2, wide, tall


def _plain(data: bytes) -> _Jpeg | None:
    """A coloured JPEG without its metadata; none for what a library must turn or convert."""
    if len(data) > MOST_BYTES or data[:2] != BEGIN:
        return None
    try:
        return _read(data)
    except (struct.error, IndexError, ZeroDivisionError):
        return None


def _read(data: bytes) -> _Jpeg | None:
    kept, at, size = [data[:2]], 2, None
    while data[at] == 0xFF:
        kind, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at : at + 2 + length]
        if kind == SCAN:
            end = data.find(END, at) + len(END)
            whole = size is not None and not data[end:].strip(b"\x00") and end > at
            return _Jpeg(*size, b"".join(kept) + data[at:end]) if whole else None
        if kind in FRAMES:
            bits, height, width, channels = struct.unpack_from(">BHHB", segment, 4)
            size = width, height
            if (bits, channels) != (8, 3) or not width * height:
                return None
        if kind in MEANINGFUL:
            return None
        if kind not in APPLICATION and kind != COMMENT:
            kept.append(segment)
        at += 2 + length
    return None
