"""Pictures: decoded once, within bounds, to know that they are whole."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from casework.enums import FileKind
from casework.services.inspection.refusal import RefusedFile

# An A3 page at 600 dpi; a decoded picture takes four bytes a pixel.
MAX_PIXELS = 70_000_000
FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG"}


def check(name: str, data: bytes, kind: FileKind) -> None:
    """Raise RefusedFile for a picture that is damaged, cut off, animated or too large to decode."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow only warns of is measured below
            with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as picture:
                _measure(name, picture)
                picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise _damaged(name) from error
    except (Image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise _too_large(name) from error


def _measure(name: str, picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(name)
    # A photograph of a phone may carry a second picture (MPO); only its first is ever shown.
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        raise RefusedFile(f"“{name}”是动态图片，请另存为静态的 png 或 jpg 后再上传。")


def _damaged(name: str) -> RefusedFile:
    return RefusedFile(f"“{name}”不完整或已损坏，无法打开。请重新拍照、扫描或另存后再上传。")


def _too_large(name: str) -> RefusedFile:
    return RefusedFile(
        f"“{name}”的像素过多（最多 {MAX_PIXELS // 10000} 万像素）。"
        "请缩小尺寸或降低扫描分辨率后再上传。"
    )
