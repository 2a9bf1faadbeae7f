"""A whole certificate laid out by WeasyPrint in one pass: what ours is held against."""

from certificates.documents import ground
from certificates.documents.content import Content
from certificates.documents.drawing import filled
from certificates.documents.layouts import Layout, load
from printing import pdf, qr

TEMPLATE = "printing/certificate_in_one_pass.html"
# Entries are set letter by letter, as numbers in columns are.
PLAIN = (
    ".plain{font-kerning:none;font-variant-ligatures:none;"
    'font-feature-settings:"ccmp" 0,"locl" 0,"calt" 0,"clig" 0,"kern" 0}'
)


def render(content: Content, photo: bytes, layout: Layout = Layout.A4) -> bytes:
    """The same certificate, each entry in an absolute box of the layout."""
    table = load(layout)
    entries, rules = [], []
    for cell, fitted in filled(content, layout):
        style, part = table.styles[cell.style], cell.box[3] / len(fitted.lines)
        for at, text in enumerate(fitted.lines):
            box = (cell.box[0], cell.box[1] + at * part, cell.box[2], part)
            key = f"e{len(entries)}"
            entries.append({"key": key, "text": text})
            rules.append(
                f".{key}{{{ground.placed(box)};line-height:{part:g}mm;font-size:{fitted.size}pt;"
                f"color:{style.colour};text-align:{style.align}}}"
            )
    rules += [
        f".photo{{{ground.placed(table.photo)}}}",
        f".code{{{ground.placed(table.code)};image-rendering:pixelated}}",
    ]
    resources = ground.resources(layout) | {
        "entries.css": (PLAIN + "".join(rules)).encode(),
        "photo.jpg": photo,
        "code.png": png(content.address),
    }
    context = ground.context(layout, proof=False) | {"entries": entries}
    return pdf.render(TEMPLATE, context, resources=resources, tagged=False)


def png(text: str) -> bytes:
    """The code as a picture, a dot a module."""
    from io import BytesIO

    from PIL import Image

    side, bits = qr.bits(text)
    target = BytesIO()
    Image.frombytes("1", (side, side), bits).save(target, "PNG")
    return target.getvalue()
