"""What all certificates of a layout have in common: WeasyPrint draws it once for the process."""

from functools import cache

from certificates.documents import ornament
from certificates.documents.layouts import Box, Cell, Layout, Style, load
from printing import leaves, pdf

TEMPLATE = "printing/certificates/ground.1.html"


@cache
def sheet(layout: Layout, *, proof: bool = False) -> leaves.Sheet:
    """The sheet that the leaves of a layout are set upon; with 样张 across it for a proof."""
    drawn = pdf.render(
        TEMPLATE, context(layout, proof=proof), resources=resources(layout), tagged=False
    )
    return leaves.Sheet(drawn)


def context(layout: Layout, *, proof: bool) -> dict[str, object]:
    """What the template needs."""
    return {"cells": load(layout).fixed, "proof": proof}


def resources(layout: Layout) -> dict[str, bytes]:
    """The style sheet and the ornament of a layout."""
    return {"layout.css": _styles(layout).encode(), "ornament.svg": ornament.svg(load(layout))}


def _styles(layout: Layout) -> str:
    table = load(layout)
    width, height = table.page
    return "\n".join(
        [
            f"@page{{size:{width}mm {height}mm;margin:0}}",
            'html{font-family:"Noto Serif SC";line-height:1}body{margin:0}',
            "div,img{position:absolute;white-space:pre}",
            f".ground{{{placed((0, 0, width, height))}}}",
            f".proof{{{placed((0, height * 0.36, width, height * 0.2))};font-size:120pt;"
            "text-align:center;letter-spacing:.3em;text-indent:.3em;color:#e3e6ea;"
            "transform:rotate(-24deg)}",
            *(_style(name, style) for name, style in table.styles.items()),
            *(_cell(cell) for cell in table.fixed),
        ]
    )


def _style(name: str, style: Style) -> str:
    spacing = f"letter-spacing:{style.spacing}em;text-indent:{style.spacing}em;"
    return (
        f".{name}{{color:{style.colour};text-align:{style.align};font-size:{style.size}pt;"
        f"{spacing if style.spacing else ''}font-weight:{700 if style.bold else 400}}}"
    )


def _cell(cell: Cell) -> str:
    return f".{cell.key}{{{placed(cell.box)};line-height:{cell.box[3]:g}mm}}"


def placed(box: Box) -> str:
    """A box as CSS."""
    x, y, width, height = box
    return f"left:{x:g}mm;top:{y:g}mm;width:{width:g}mm;height:{height:g}mm"
