"""What is done wherever a page is looked at, and how its pictures are kept."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128  # a quarter of the size, and the eye sees no difference


def looked_at(page: Page, axe, fits, name: str = "") -> None:
    """The page is accessible and within the screen; a picture of it where SHOTS asks for them."""
    snap(page, name or page.url.rstrip("/").rpartition("/")[2])
    axe(page)
    fits(page)


def snap(page: Page, name: str) -> None:
    """A picture of the whole page in the folder that SHOTS names, if it names one."""
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def keep(page: Page, path: Path) -> None:
    """A small picture of what the screen shows, for `docs/screens`."""
    taken = page.screenshot(animations="disabled", caret="hide")
    Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
