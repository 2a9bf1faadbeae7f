"""Pictures: decoded once, within bounds, to know that they are whole."""

from casework.enums import FileKind
from casework.services.inspection import probes
from casework.services.inspection.refusal import RefusedFile

# An A3 page at 600 dpi; a decoded picture takes four bytes a pixel.
MAX_PIXELS = 70_000_000
FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG"}
REASONS = {
    "damaged": "不完整或已损坏，无法打开。请重新拍照、扫描或另存后再上传。",
    "animated": "是动态图片，请另存为静态的 png 或 jpg 后再上传。",
    "heavy": f"的像素过多（最多 {MAX_PIXELS // 10000} 万像素）。"
    "请缩小尺寸或降低扫描分辨率后再上传。",
}


def check(name: str, data: bytes, kind: FileKind) -> None:
    """Raise RefusedFile for a picture that is damaged, cut off, animated or too large to decode."""
    answer = probes.ask("picture_probe.py", data, FORMATS[kind], MAX_PIXELS)
    if answer != "whole":
        raise RefusedFile(f"“{name}”{REASONS.get(answer, REASONS[probes.HEAVY])}")
