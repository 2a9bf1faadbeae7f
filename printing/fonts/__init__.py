"""The shipped fonts (Noto Serif SC, SIL Open Font License, see OFL.txt) and what they can print.

Regular is the full font, for names and all other text; Bold is its GB2312 subset (made by
`scripts/subset_bold`), and a bold character that it lacks is set in Regular.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent
REGULAR = "NotoSerifSC-Regular.ttf"
# SHA-256, so that a placeholder or half a file in place of a font is noticed at the start.
SHIPPED = {
    REGULAR: "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    "NotoSerifSC-Bold-GB2312.ttf": (
        "ddbf8ca905b7c73ad8e83a13dcbb2083bbb36a64143a6d22e82f1e8fdd1a7ece"
    ),
}
PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


def isolate() -> None:
    """Let this process see our fonts only. Must run before WeasyPrint loads its libraries."""
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")


def missing_characters(text: str) -> list[str]:
    """The characters of a text that cannot be printed, each once, in the order of the text.

    Private-use code points count as missing whatever the font has there: old systems keep rare
    names in them, and each draws something else.
    """
    printable = _printable()
    return [char for char in dict.fromkeys(text) if ord(char) not in printable]


def describe(characters: list[str]) -> str:
    """`“䶮”（U+4DAE）、“㛃”（U+36C3）`."""
    return "、".join(f"“{char}”（U+{ord(char):04X}）" for char in characters)


@cache
def _printable() -> frozenset[int]:
    with TTFont(FOLDER / REGULAR, lazy=True) as font:
        known = set(font.getBestCmap())
    private = {code for codes in PRIVATE_USE for code in known if code in codes}
    return frozenset(known - private | set(map(ord, "\t\n\r")))


def problems() -> list[str]:
    """What is wrong with the font files, in Chinese, with the remedy; empty when all is well."""
    found = []
    for name, digest in SHIPPED.items():
        path = FOLDER / name
        if not path.is_file():
            found.append(f"缺少字体文件 {path}，请从发布包恢复。")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"字体文件 {path} 不完整或被改动，请从发布包恢复。")
    return found
