"""The guides for those who work here: written once in `docs/guides`, read there and as pages."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


@dataclass(frozen=True)
class Guide:
    """One guide: `name` is that of its file and of its address."""

    name: str
    title: str


ENTERPRISE = Guide("enterprise", "经办人手册")
OFFICER = Guide("officer", "工作人员手册")
GUIDES = (ENTERPRISE, OFFICER)


@cache
def page(guide: Guide) -> SafeString:
    """The guide as HTML without its heading, which the page has. The text is our own, and no HTML
    in it comes through."""
    _, _, text = (settings.GUIDES / f"{guide.name}.md").read_text(encoding="utf-8").partition("\n")
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for token in tokens:
        for image in token.children or ():
            if image.type == "image":
                image.attrs["src"] = static(image.attrs["src"].removeprefix("../"))
                image.attrs["loading"] = "lazy"
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308
