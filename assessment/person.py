"""What a person's name and phone must look like, wherever they are typed or imported. Pure."""

import unicodedata

from accounts.protection import normalise
from printing import fonts

LONGEST_PHONE = 20
DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "．": "·", "∙": "·"})
# Characters of names that Unicode took in after the version that Python knows (15.0 to 17.0).
LATER = (range(0x2EBF0, 0x2EE5E), range(0x31350, 0x323B0), range(0x323B0, 0x3347A))
PRIVATE_USE, UNASSIGNED, CONTROL, FORMAT = "Co", "Cn", "Cc", "Cf"


def clean_name(text: str) -> str:
    """The name without blanks, its dot in the one spelling. Raises ValueError, its text for the
    user: private-use characters are drawn differently by every machine."""
    kept = "".join(c for c in text if unicodedata.category(c) not in (CONTROL, FORMAT))
    name = "".join(kept.split()) if not kept.isascii() else " ".join(kept.split())
    name = name.translate(DOTS)
    if not name:
        raise ValueError("请填写姓名。")
    if unreadable := [c for c in name if _is_private(c)]:
        codes = "、".join(f"U+{ord(c):04X}" for c in dict.fromkeys(unreadable))
        raise ValueError(
            f"姓名中有自造字（{codes}），换一台电脑就会显示成别的字。请用国家标准收录的汉字填写。"
        )
    return name


def _is_private(char: str) -> bool:
    later = any(ord(char) in block for block in LATER)
    return not later and unicodedata.category(char) in (PRIVATE_USE, UNASSIGNED)


def comparable(text: str) -> str:
    """A name for comparing, however it was typed; empty for what can be no name."""
    try:
        return clean_name(unicodedata.normalize("NFKC", text)).casefold()
    except ValueError:
        return ""


def unprintable(name: str) -> str:
    """The characters of a name for which the font of certificates has no glyph, in words; empty
    for none. They are kept: it is the font that needs them added."""
    missing = fonts.missing_characters(name)
    return fonts.describe(missing) if missing else ""


def clean_phone(text: str) -> str:
    """A mobile number, or a fixed line with its area code. Raises ValueError for anything else."""
    plain = normalise(text)
    if not plain.isdecimal() or not 7 <= len(plain) <= LONGEST_PHONE:
        raise ValueError("联系电话应为 11 位手机号码，或者带区号的座机号码。")
    return plain
