"""Certificates drawn: the ground once for the process (`ground`), then each one's entries,
photograph and code set upon it (`printing.leaves`)."""

from collections.abc import Iterator, Mapping, Sequence

from certificates.documents import ground, photos
from certificates.documents.content import PROOF_MARK, UNREADABLE, Content
from certificates.documents.fitting import Fitted, fit
from certificates.documents.layouts import Cell, Layout, Style, load
from printing import fonts, leaves, qr, truetype

TITLE, PROOF = "职业技能等级证书", "样张"
UNISSUED = "（样张，未核发）"  # after the number of a proof
NO_ADDRESS = "样张，不作为证书使用"  # what the code of a proof says


class DrawingError(Exception):
    """This certificate cannot be drawn. The text says in Chinese why, and what to do."""


def draw(
    contents: Sequence[Content],
    photographs: Mapping[str, bytes],
    *,
    layout: Layout = Layout.A4,
    proof: bool = False,
) -> list[bytes | DrawingError]:
    """The file of each certificate, in their order, or why there is none: one that fails leaves the
    others as they are. `photographs` are JPEGs by number.

    A `proof` (样张) shows what will be printed: its code leads nowhere, and it is never signed.
    The same content and photograph give the same bytes.
    """
    return [_drawn(each, photographs, layout, proof=proof) for each in contents]


def _drawn(content: Content, photographs, layout: Layout, *, proof: bool) -> bytes | DrawingError:
    try:
        cells = filled(content, layout, proof=proof)
        pictures = _pictures(content, photographs, layout, proof=proof)
    except DrawingError as error:
        return error
    lines = [line for cell, fitted in cells for line in _lines(cell, fitted, load(layout).styles)]
    title = f"{TITLE} {content.number}" + (f" {PROOF}" if proof else "")
    keywords = PROOF_MARK if proof else ""
    return ground.sheet(layout, proof=proof).leaf(lines, pictures, title=title, keywords=keywords)


def filled(content: Content, layout: Layout, *, proof: bool = False) -> list[tuple[Cell, Fitted]]:
    """What stands in each cell that is filled in. Raises DrawingError."""
    found, styles = [], load(layout).styles
    for cell in load(layout).filled:
        text = " ".join(getattr(content, cell.field).split())
        if not text:
            continue
        if missing := fonts.missing_characters(text):
            raise DrawingError(
                f"{fonts.describe(missing)}没有可用的字形，无法打印。"
                "请核对用字；确为人名生僻字的，请联系系统管理员补充字体。"
            )
        text += UNISSUED if proof and cell.field == "number" else ""
        try:
            found.append((cell, fit(cell.says + text, *cell.box[2:], styles[cell.style])))
        except ValueError as error:
            raise DrawingError(f"“{text[:40]}”太长，证书上放不下，请核对。") from error
    return found


def _lines(cell: Cell, fitted: Fitted, styles: Mapping[str, Style]) -> Iterator[leaves.Line]:
    """The lines of a cell share its height, each in the middle of its part."""
    face, style = truetype.regular(), styles[cell.style]
    x, y, width, height = cell.box
    part, size = height / len(fitted.lines), leaves.pixels(fitted.size)
    down = (face.ascent + face.descent) / 2 * size / face.per_em / leaves.MM
    for at, text in enumerate(fitted.lines):
        rest = width - truetype.run(text, size) / leaves.MM
        yield leaves.Line(
            text,
            x + (rest / 2 if style.align == "center" else 0),
            y + part * (at + 0.5) + down,
            fitted.size,
            style.rgb,
        )


def _pictures(content: Content, photographs, layout: Layout, *, proof) -> dict[str, leaves.Picture]:
    table = load(layout)
    if content.number not in photographs:
        raise DrawingError("没有照片，无法打印。请上传照片后重试。")
    try:
        photo = photos.picture(photographs[content.number], table.photo)
    except ValueError as error:
        raise DrawingError(UNREADABLE) from error
    code = qr.bits(NO_ADDRESS if proof else content.address)
    return {"Photo": photo, "Code": leaves.bitmap(*code, table.code)}
