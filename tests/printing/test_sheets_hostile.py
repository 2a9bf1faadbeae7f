"""Files that are wrong, damaged, or made to harm: each gets a sentence, none harms the process."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from printing.sheets import Sheet, SheetError, read
from printing.sheets.archive import BOMB, DAMAGED
from tests.printing.files import DATA, repacked, saved, sheet_xml, upload, xlsx

GOOD = xlsx(["姓名"], ["张三"])


def refusal(data: bytes, name: str = "名册.xlsx", **limits) -> str:
    with pytest.raises(SheetError) as caught:
        read(upload(data, name), **limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"\x00" * 600, "a.csv", "文件是空的"),
        (b"   \r\n", "a.csv", "文件是空的"),
        (GOOD, "a.xls", "文件名是 .xls，内容却是 xlsx 格式"),
        (GOOD, "a.csv", "文件名是 .csv，内容却是 xlsx 格式"),
        (GOOD, "a.et", "不支持 .et 文件"),
        (GOOD, "a", "不支持 没有扩展名的 文件"),
        (b"%TSD-Header-###%" * 9, "a.xlsx", "可能已损坏或被加密软件保护"),
        ("姓名\n张三".encode(), "a.xls", "可能已损坏或被加密软件保护"),
        (b"<html><table><tr><td>1", "a.xls", "其实是网页"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "a.xls", "其实是网页"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.csv", "内容不是表格文本"),
        ("姓名,\x00\n".encode(), "a.csv", "内容不是表格文本"),
        ("姓名\n张三，李四".encode()[:-1], "a.csv", "不完整或编码混乱"),
        ("姓名\n张三\n".encode() + "李四".encode("gbk"), "a.csv", "不完整或编码混乱"),
        ('姓名\n"张三'.encode(), "a.csv", "第 2 行的引号不成对"),
        (b"a\n" + b"x" * 200_000, "a.csv", "引号不成对，或文件不完整"),
        ("姓名\n".encode(), "a.csv", "只有表头，没有数据"),
        ("\n姓名\n张三".encode(), "a.csv", "第 1 行是空的"),
        ("姓名,姓名\n1,2".encode(), "a.csv", "表头“姓名”出现了两次（A 列和 B 列）"),
        ("姓名,,年龄\n1,2,3".encode(), "a.csv", "B 列没有表头"),
        ("姓名\n张三,多余".encode(), "a.csv", "第 2 行 B 列有内容“多余”，但这一列没有表头"),
        (",".join(map(str, range(257))).encode() + b"\n1", "a.csv", "最多 256 列"),
    ],
)
def test_each_wrong_file_is_told_what_is_wrong(data, name, said):
    assert said in refusal(data, name)


def test_limits_are_told_in_the_units_that_people_know():
    assert refusal(b"a" * 3_145_729, "a.csv", limit_bytes=3_145_728).startswith("文件超过 3 MB。")
    assert "最多 2 行数据" in refusal(b"a\n1\n2\n3", "a.csv", max_rows=2)
    assert "一直到第 4 行，最多 2 行数据" in refusal(xlsx(["a"], [1], [2], [3]), max_rows=2)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("XFD1048576", "一直到 XFD 列"),
        ("A1048576", "一直到第 1048576 行"),
        ("IV50000", "表格共 50000 行 256 列"),
    ],
)
def test_a_cell_in_the_far_corner_is_refused_before_it_costs_memory(place, said):
    assert said in refusal(xlsx(["姓名"], ["张三"], **{place: "x"}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n" + "\n" * 2_000_000 + "1,2", "内容一直到第 102 行，最多 100 行数据。"),
        ("a,b\n" + ",\n" * 2_000_000 + "1,2", "内容一直到第 102 行，最多 100 行数据。"),
        ("a,b\n1" + "," * 2_000_000 + "2", "列，最多 256 列。"),
        ("a,b" + "," * 2_000_000 + "\n", "表格里只有表头"),
    ],
)
def test_commas_and_empty_lines_in_millions_are_told_soon(text, said):
    begun = time.process_time()
    assert said in refusal(text.encode(), "名册.csv", max_rows=100)
    assert time.process_time() - begun < 2


def test_far_cells_without_an_address_of_their_own_are_found():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
    assert "一直到第 1048576 行" in refusal(repacked(GOOD, sheet=sheet_xml(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>77</v></c></row>',
        '<row r="1"><c r="A1" t="?"><v>77</v></c></row>',
        '<row r="1"><c r="A1">',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged(rows):
    assert refusal(repacked(GOOD, sheet=sheet_xml(rows))) == DAMAGED


def test_a_document_type_is_not_let_in():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    assert refusal(repacked(GOOD, sheet=sheet_xml("", before=bomb))) == DAMAGED


def test_a_bomb_is_refused_by_its_directory():
    assert refusal(repacked(GOOD, sheet=b" " * 20_000_000)) == BOMB
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.xml", b"")
    assert refusal(many.getvalue()) == BOMB


def test_a_directory_that_lies_about_the_size_gains_nothing():
    """The directory says 100 bytes, with the checksum of those; the stream goes on for 5 MB."""
    content = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' * 3) + b" " * 5_000_000
    data = bytearray(repacked(GOOD, sheet=content))
    honest = struct.pack("<LL", zlib.crc32(content), 0)[:4]
    told = struct.pack("<L", zlib.crc32(content[:100]))
    size = struct.pack("<L", len(content))
    assert data.count(honest) == 2
    data = data.replace(honest, told).replace(size, struct.pack("<L", 100))
    assert refusal(bytes(data)) == DAMAGED


def test_encrypted_files_are_named_as_such():
    ole = (DATA / "roster.xls").read_bytes()
    mark = "EncryptedPackage".encode("utf-16-le")
    encrypted = ole[:-64] + mark + ole[-64 + len(mark) :]
    assert "设有打开密码" in refusal(encrypted, "a.xls")
    assert "设有打开密码" in refusal(encrypted, "a.xlsx")


def test_workbooks_without_a_table_are_told():
    hidden = repacked(GOOD, book=_book(GOOD).replace(b'state="visible"', b'state="hidden"'))
    assert "没有可见的工作表" in refusal(hidden)
    assert "第 1 行是空的" in refusal(saved(Workbook()))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "不是 Excel 工作簿" in refusal(other.getvalue())


def _book(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/workbook.xml")


def survives(data: bytes, name: str) -> None:
    """Reading either answers a sheet or says what is wrong; nothing else comes out."""
    try:
        assert isinstance(read(upload(data, name)), Sheet)
    except SheetError as error:
        assert str(error).endswith("。")


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
@given(share=st.floats(0, 1), noise=st.binary(max_size=8), cut=st.booleans())
def test_any_damage_ends_in_a_sentence(name, share, noise, cut):
    whole = {
        "a.xlsx": GOOD,
        "a.xls": (DATA / "roster.xls").read_bytes(),
        "a.csv": "姓名,号码\n张三,1\n".encode("gb18030"),
    }[name]
    at = int(share * len(whole))
    survives(whole[:at] + noise + (b"" if cut else whole[at + len(noise) :]), name)


@given(st.text(alphabet='<>/="rctvsfi AZ019.eE-&;row', max_size=60), st.integers(0, 200))
def test_any_damage_inside_the_sheet_ends_in_a_sentence(noise, at):
    whole = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f>1</f><v>2</v></c></row>'
    survives(repacked(GOOD, sheet=sheet_xml(whole[:at] + noise + whole[at:])), "a.xlsx")
