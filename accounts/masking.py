"""What of a person's data a screen shows before anyone asked for more. Pure."""

HIDDEN = "*"


def name(text: str) -> str:
    """张三丰 → 张**; 阿依古丽·买买提 → 阿*******."""
    return text[:1] + HIDDEN * (len(text) - 1)


def phone(text: str) -> str:
    """The first three and last four digits; a short number shows its last two only."""
    return _middle(text, 3, 4) if len(text) >= 9 else _middle(text, 0, min(2, len(text) // 3))


def id_number(text: str) -> str:
    """The first four and last four of an ID number; less of a shorter document number."""
    return _middle(text, 4, 4) if len(text) >= 15 else _middle(text, 1, min(2, len(text) // 4))


def email(text: str) -> str:
    """zh***@example.org"""
    local, at, domain = text.partition("@")
    return f"{local[: min(2, len(local) - 1)]}***{at}{domain}" if local else text


def _middle(text: str, first: int, last: int) -> str:
    kept = min(first, len(text))
    hidden = max(len(text) - kept - last, 0)
    return (
        text[:kept] + HIDDEN * hidden + text[len(text) - min(last, len(text) - kept) :] * bool(last)
    )
