"""What people upload as a table, and what they get back."""

import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from printing.sheets import CellFault, SheetError, SheetRow, read, write
from tests.printing.files import DATA, repacked, saved, sheet_xml, upload, xlsx

HEADER = ["姓名", "证件号码"]


def cells(data: bytes, name: str = "名册.xlsx") -> list[list[str]]:
    return [row.cells for row in read(upload(data, name)).rows]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (-12.5, "-12.5"),
        (0.0000001, "0.0000001"),
        (123456789012345, "123456789012345"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime.fromisoformat("2026-11-21T00:00"), "2026-11-21"),
        (datetime.fromisoformat("2026-11-21T08:30"), "2026-11-21 08:30"),
        (time(8, 30), "08:30"),
        (timedelta(hours=30), "30:00"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("  张\u00a0三\u3000", "张 三"),
        ("\ufeff李\u200b四", "李四"),
        ("两行\r\n地址", "两行\n地址"),
        ("ＡＢ１２", "ＡＢ１２"),
        ("00123", "00123"),
        ("NULL", "NULL"),
    ],
)
def test_a_cell_comes_as_the_text_its_author_sees(value, text):
    assert cells(xlsx(["值"], [value])) == [[text]]


def test_rows_keep_the_numbers_that_excel_shows():
    sheet = read(upload(xlsx(["a", "b"], ["1", "2"], [], [None, " "], ["3"])))
    assert sheet.headers == ["a", "b"]
    assert sheet.rows == [SheetRow(2, ["1", "2"]), SheetRow(5, ["3", ""])]


def test_long_numbers_that_excel_cut_are_named_with_row_and_column():
    sheet = read(upload(xlsx(HEADER, ["张三", 110101199003071234], ["李四", "110101199003071234"])))
    assert sheet.faults == [
        CellFault(
            2,
            "证件号码",
            "数字超过 15 位，Excel 已把后面的数字改成 0",
            "请把这一列的单元格格式设为“文本”，再重新填写完整的号码",
        )
    ]
    assert sheet.rows[1].cells == ["李四", "110101199003071234"]


def test_scientific_notation_in_a_csv_is_doubted_but_a_code_is_not():
    sheet = read(upload("姓名,号码\n张三,1.10101E+17\n李四,1E10\n".encode(), "a.csv"))
    assert [(fault.row, fault.column) for fault in sheet.faults] == [(2, "号码")]


def test_failed_formulas_are_named_and_values_of_others_are_read():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+2</f><v>3</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4"><f>1+2</f></c></row>'
        '<row r="5"><c r="A5" t="str"><f>T(B1)</f><v></v></c></row>'
        '<row r="6"><c r="A6"><f>1+2</f><v/></c></row>'
        '<row r="7"><c r="A7"><f>1+2</f><v></v></c></row>'
    )
    sheet = read(upload(repacked(xlsx(["x"]), sheet=sheet_xml(rows))))
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ["3"]),
        *((number, [""]) for number in (3, 4, 6, 7)),
    ]
    assert [(fault.row, fault.problem) for fault in sheet.faults] == [
        (3, "公式的结果是错误值"),
        *((number, "公式还没有计算结果") for number in (4, 6, 7)),
    ]


def test_a_formula_as_openpyxl_saves_it_is_no_empty_cell():
    sheet = read(upload(xlsx(["姓名", "合计"], ["张三", "=1+2"])))
    assert [(f.row, f.column, f.problem) for f in sheet.faults] == [
        (2, "合计", "公式还没有计算结果")
    ]


def test_the_first_visible_sheet_is_read():
    book = Workbook()
    book.active.append(["隐藏"])
    book.active.sheet_state = "hidden"
    second = book.create_sheet("名册")
    second.append(["姓名"])
    second.append(["张三"])
    assert cells(saved(book)) == [["张三"]]


def test_cells_that_are_only_formatted_do_not_count():
    book = Workbook()
    book.active.append(["姓名"])
    book.active.append(["张三"])
    book.active["A500000"].number_format = "@"
    book.active["XFD3"].number_format = "@"
    assert cells(saved(book)) == [["张三"]]


def test_xls_is_read_like_xlsx():
    with (DATA / "roster.xls").open("rb") as file:
        sheet = read(file)
    assert sheet.headers == ["姓名", "证件号码", "出生日期", "年限"]
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ["张三", "11010119900307123X", "1990-03-07", "3"]),
        (4, ["李四", "110101199003071232", "1990-03-07", "2.5"]),
    ]
    assert [(fault.row, fault.column) for fault in sheet.faults] == [(4, "证件号码")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_in_every_usual_dress(encoding, delimiter, newline):
    lines = [HEADER, ["镕基;,\t", "X1"], [], ["李四", ""]]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    sheet = read(upload(text.encode(encoding), "名册.CSV"))
    assert sheet.headers == HEADER
    assert sheet.rows == [SheetRow(2, ["镕基;,", "X1"]), SheetRow(4, ["李四", ""])]


def test_a_line_break_inside_a_csv_cell_does_not_shift_row_numbers():
    sheet = read(upload('地址,备注\n"一\n二",x\n三,y\n'.encode(), "a.csv"))
    assert sheet.rows == [SheetRow(2, ["一\n二", "x"]), SheetRow(3, ["三", "y"])]


def test_what_is_written_is_read_back():
    moment = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    rows = [
        ["张三", 110101199003071234, date(2026, 11, 21), moment, True, 2.5, None, Decimal("60.5")],
        ["=1+1", "-1", "@x", "+86", False, 0, "", "a\x01b"],
    ]
    headers = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"]
    sheet = read(upload(write(headers, rows, title="名册[1]/2")))
    assert sheet.faults == []
    assert [row.cells for row in sheet.rows] == [
        ["张三", "110101199003071234", "2026-11-21", "2026-11-21 08:30", "是", "2.5", "", "60.5"],
        ["=1+1", "-1", "@x", "+86", "否", "0", "", "ab"],
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_that_we_write_is_a_formula(text):
    sheet = load_workbook(io.BytesIO(write(["列", text], [[text, 1]]))).active
    for cell in (sheet["A2"], sheet["B1"]):
        assert (cell.data_type, cell.quotePrefix, cell.number_format) == ("s", True, "@")


def test_a_written_sheet_opens_well():
    sheet = load_workbook(
        io.BytesIO(write(["姓名", "职业（工种）名称"], [["张三", "x" * 90]]))
    ).active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (8, 50)


text_cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(st.lists(st.lists(text_cells, min_size=2, max_size=2), max_size=8))
def test_any_text_survives_writing_and_reading(rows):
    kept = [[cell.strip() for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    try:
        sheet = read(upload(write(["甲", "乙"], kept)))
    except SheetError as error:
        assert not kept
        assert str(error) == "表格里只有表头，没有数据。请从第 2 行起填写后再上传。"
    else:
        invisible = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff"))
        expected = [
            [cell.translate(invisible).replace("\u00a0", " ").strip() for cell in row]
            for row in kept
        ]
        assert [row.cells for row in sheet.rows] == [row for row in expected if any(row)]
