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


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False)
