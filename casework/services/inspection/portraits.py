"""Photographs of people for a certificate: one inch, colour, white ground (人社鉴发〔2021〕1号)."""

from typing import BinaryIO

from casework.enums import FileKind
from casework.services.inspection import SUFFIXES, Inspected, inspect, probes
from casework.services.inspection.names import clean, extension
from casework.services.inspection.refusal import RefusedFile

PICTURES = (FileKind.JPG, FileKind.PNG)
OF_PHONES = ("heic", "heif", "webp", "avif")
REASONS = {
    "small": "太小，宽至少 295 像素、高至少 413 像素（一寸，300 dpi）。请换一张清晰的照片。",
    "ratio": "宽高比例不对，一寸照片为 25 × 35 毫米。请裁剪后再上传。",
    "ground": "背景不是白色。请换白底的一寸照片。",
    "colourless": "是黑白的，请换彩色照片。",
}


def inspect_portrait(file: BinaryIO) -> Inspected:
    """Prove an upload a portrait that may stand on a certificate. Raises RefusedFile."""
    _refuse_other_formats(clean(getattr(file, "name", None) or ""))
    found = inspect(file)
    answer = probes.ask("portrait_probe.py", found.data)
    if answer != "good":
        reason = REASONS.get(answer, "无法读取，请重新拍照后再上传。")
        raise RefusedFile(f"照片“{found.name}”{reason}")
    return found


def _refuse_other_formats(name: str) -> None:
    suffix = extension(name)
    if suffix in OF_PHONES:
        raise RefusedFile(f"“{name}”是 {suffix} 格式，请在手机相册或相机设置中存为 jpg 后再上传。")
    if SUFFIXES.get(suffix) not in PICTURES:
        raise RefusedFile(f"“{name}”不是照片，请上传 jpg 或 png。")
