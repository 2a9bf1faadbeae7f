"""Reading what a page holds."""

from html.parser import HTMLParser


class _Parts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.inline: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(f"<{tag}>")
        self.inline += [
            f'<{tag} {name}="{value}">'
            for name, value in attrs
            if name == "style" or name.startswith("on") or str(value).startswith("javascript:")
        ]


def inline_parts(html: str) -> list[str]:
    """All in a page that the strict policy would refuse: inline scripts, styles, handlers."""
    parts = _Parts()
    parts.feed(html)
    return parts.inline
