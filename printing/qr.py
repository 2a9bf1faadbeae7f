"""QR codes for print: error level M, the quiet zone included."""

import io

import segno

QUIET_ZONE = 4  # modules, as the standard asks


def svg(text: str) -> bytes:
    """The code as an SVG of its own, to be passed to `pdf.render` as a resource."""
    target = io.BytesIO()
    _code(text).save(target, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False)
    return target.getvalue()


def png(text: str, *, scale: int = 8) -> bytes:
    """The code as a PNG, `scale` pixels a module."""
    target = io.BytesIO()
    _code(text).save(target, kind="png", border=QUIET_ZONE, scale=scale)
    return target.getvalue()


def bits(text: str) -> tuple[int, bytes]:
    """How many modules a side has, quiet zone included, and the code as one bit a module, black 0,
    each row filled up to whole bytes.

    The mask is always the same: to try all eight takes five times as long, and readers do not
    mind.
    """
    matrix = _code(text, mask=3).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    width = (side + 7) // 8 * 8
    light = (1 << width) - 1
    rows = [light] * QUIET_ZONE
    for row in matrix:
        dark = int("".join("1" if module else "0" for module in row), 2)
        rows.append(light ^ dark << (width - QUIET_ZONE - len(matrix)))
    rows += [light] * QUIET_ZONE
    return side, b"".join(row.to_bytes(width // 8, "big") for row in rows)


def _code(text: str, mask: int | None = None) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False, mask=mask)
