"""The shipped fonts (SIL Open Font License, see OFL.txt) and what they can print.

Noto Serif SC Regular is the full font, for names and all other text; Bold is its GB2312 subset
(made by `scripts/subset_bold`), and a bold character that it lacks is set in Regular. A character
that Regular lacks is set in the first of `RARE` that has it (made by `scripts/subset_rare`): nearly
all of CJK extensions B to F in Song, after GB 18030-2022, and a few hundred of G to I in Kai.
README.md beside this file says where each comes from.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent
REGULAR = "NotoSerifSC-Regular.ttf"
RARE = ("JipingRareSong-Regular.ttf", "JipingRareKai-Regular.ttf")
# SHA-256, so that a placeholder or half a file in place of a font is noticed at the start.
SHIPPED = {
    REGULAR: "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    "NotoSerifSC-Bold-GB2312.ttf": (
        "ddbf8ca905b7c73ad8e83a13dcbb2083bbb36a64143a6d22e82f1e8fdd1a7ece"
    ),
    "JipingRareSong-Regular.ttf": (
        "3f7a4c29c895b40ea8802405082050e40be8871ea319a4562056c94451c5c57e"
    ),
    "JipingRareKai-Regular.ttf": (
        "9796dc92de0636027772be78def4ad30214c2511e5e7e46b03f9611e6633360b"
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
    printable = _characters(REGULAR)
    lacking = [char for char in dict.fromkeys(text) if ord(char) not in printable]
    # Most names never come so far: the fonts of rare characters are large.
    return [char for char in lacking if not any(ord(char) in _characters(name) for name in RARE)]


def spelled_out(text: str) -> str:
    """The text with what has no glyph as its code point, 〔U+323B0〕: for what somebody typed and a
    paper repeats, where the character itself is not what is vouched for."""
    lacking = {ord(char): f"〔U+{ord(char):04X}〕" for char in missing_characters(text)}
    return text.translate(lacking)


def describe(characters: list[str]) -> str:
    """`“䶮”（U+4DAE）、“㛃”（U+36C3）`."""
    return "、".join(f"“{char}”（U+{ord(char):04X}）" for char in characters)


@cache
def _characters(name: str) -> frozenset[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
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
        elif _digest(path) != digest:
            found.append(f"字体文件 {path} 不完整或被改动，请从发布包恢复。")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
