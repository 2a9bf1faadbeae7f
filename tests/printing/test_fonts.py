"""Are the fonts there, and what can they print?"""

import shutil
from importlib.util import find_spec

import pytest
from fontTools.ttLib import TTFont

from printing import checks, fonts, qr


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """The fonts in a folder that a test may spoil."""
    for name in fonts.SHIPPED:
        shutil.copy(fonts.FOLDER / name, tmp_path)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", []),
        ("王伟", []),
        ("阿卜杜拉·买买提 Ⅱ\n\t", []),
        ("䶮𬍛㛃", []),
        ("𧒽\U0002ceb0\U00030edd", []),  # extensions B, F and G
        ("李𲎰、赵\ue863、李𲎰", ["𲎰", "\ue863"]),
        ("\U000f0000\x00\ufffe", ["\U000f0000", "\x00", "\ufffe"]),
    ],
)
def test_missing_characters(text, missing):
    assert fonts.missing_characters(text) == missing


def test_bold_has_every_character_of_gb2312():
    with TTFont(fonts.FOLDER / "NotoSerifSC-Bold-GB2312.ttf", lazy=True) as bold:
        known = bold.getBestCmap()
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    hanzi = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    assert (len(hanzi), [char for char in hanzi if ord(char) not in known]) == (6763, [])


def test_fonts_of_rare_characters_have_what_is_missing_and_nothing_else():
    regular, song, kai = (fonts._characters(name) for name in (fonts.REGULAR, *fonts.RARE))
    assert (regular & song, regular & kai, song & kai) == ({9, 10, 13},) * 3
    blocks = {  # as GB 18030-2022 has them
        "B": range(0x20000, 0x2A6DE),
        "C": range(0x2A700, 0x2B735),
        "D": range(0x2B740, 0x2B81E),
        "E": range(0x2B820, 0x2CEA2),
        "F": range(0x2CEB0, 0x2EBE1),
    }
    every = regular | song | kai
    lacking = {name: len(set(codes) - every) for name, codes in blocks.items()}
    assert lacking == {"B": 0, "C": 0, "D": 0, "E": 0, "F": 0}


def test_this_machine_can_print():
    assert checks.printing_is_possible(None) == []
    checks.verify()


def test_a_missing_or_damaged_font_is_told_with_its_remedy(elsewhere):
    regular, bold, *_ = (elsewhere / name for name in fonts.SHIPPED)
    regular.unlink()
    bold.write_bytes(bold.read_bytes()[:1000])
    assert [(error.id, error.msg) for error in checks.printing_is_possible(None)] == [
        ("printing.E001", f"无法生成 PDF：缺少字体文件 {regular}，请从发布包恢复。"),
        ("printing.E001", f"无法生成 PDF：字体文件 {bold} 不完整或被改动，请从发布包恢复。"),
    ]
    with pytest.raises(RuntimeError, match="缺少字体文件"):
        checks.verify()


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(checks.LIBRARIES, "libnowhere.so.9", "libnowhere9")
    (error,) = checks.printing_is_possible(None)
    assert (error.id, error.msg) == ("printing.E002", "无法生成 PDF：缺少系统库 libnowhere9。")
    assert error.hint == "请以管理员身份运行：apt-get install libnowhere9"


def test_a_missing_weasyprint_is_told(monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: find_spec("no_such_module"))
    (error,) = checks.printing_is_possible(None)
    assert (error.id, error.msg) == ("printing.E003", "无法生成 PDF：没有安装 WeasyPrint。")


def test_a_verification_address_makes_a_small_code_of_level_m():
    code = qr._code("https://example.invalid/verify/Y000037000123265000001/?t=0123456789abcdef")
    assert (code.designator, code.mode) == ("5-M", "byte")
    assert qr.svg("a") == qr.svg("a")
    assert qr.svg("a").startswith(b"<svg xmlns=")
    assert qr.png("a").startswith(b"\x89PNG")
