"""Run by `probes.py` as a process of its own: a picture on stdin, "whole" or a reason on stdout.

No part of the portal is imported here.
"""

import io
import resource
import sys
import warnings

from PIL import Image


def reason(data: bytes, kind: str, max_pixels: int) -> str:
    """Why this picture is refused, or "whole"."""
    warnings.simplefilter("ignore")  # what Pillow only warns of is measured here
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.width * picture.height > max_pixels:
                return "heavy"
            # A photograph of a phone may carry a second picture (MPO); only its first is shown.
            if picture.format == "PNG" and getattr(picture, "is_animated", False):
                return "animated"
            picture.load()
    except (Image.DecompressionBombError, MemoryError, OverflowError):
        return "heavy"
    except (OSError, ValueError, SyntaxError, EOFError):
        return "damaged"
    return "whole"


if __name__ == "__main__":
    memory, max_pixels = int(sys.argv[1]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.stdout.write(reason(sys.stdin.buffer.read(), sys.argv[2], max_pixels))
