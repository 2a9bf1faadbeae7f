"""Marks as people write them."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.resources.cells import CellError
from printing.sheets import SheetError, write
from results.sheets import Value, read, read_file, word

TICKETS = {"2026000001": 1, "2026000002": 2, "2026000003": 3}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80", Value(Decimal(80))),
        (" 80.5 ", Value(Decimal("80.5"))),
        ("80.50", Value(Decimal("80.5"))),
        ("８０。５", Value(Decimal("80.5"))),
        ("0", Value(Decimal(0))),
        ("100", Value(Decimal(100))),
        ("缺考", Value(absent=True)),
        ("q", Value(absent=True)),
        ("", None),
        ("  ", None),
    ],
)
def test_what_is_read(text, value):
    assert read(text, 100) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("100.1", "超过满分 100"),
        ("80.55", "小数超过一位"),
        ("-1", "“-1”不是成绩"),
        ("1e2", "“1e2”不是成绩"),
        ("abc", "“abc”不是成绩"),
        ("8.0.1", "“8.0.1”不是成绩"),
        ("1" * 50, f"“{'1' * 20}”不是成绩"),
        ("٣", "“٣”不是成绩"),
        ("nan", "“nan”不是成绩"),
        ("6²", "“6²”不是成绩"),
        ("㊿", "“㊿”不是成绩"),
    ],
)
def test_what_is_refused(text, problem):
    with pytest.raises(CellError) as refused:
        read(text, 100)
    assert refused.value.message == problem
    assert refused.value.remedy


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_mark_within_range_or_refused(text):
    try:
        value = read(text, 100)
    except CellError:
        return
    assert value is None or value.absent or 0 <= value.mark <= 100


@given(st.integers(0, 1000))
def test_what_a_page_shows_reads_back_as_itself(tenths):
    value = Value(Decimal(tenths) / 10)
    assert read(word(value), 100) == value


def book(*rows) -> bytes:
    return write(("准考证号", "成绩", "缺考"), rows)


def test_a_file_is_read():
    data = book(("2026000001", 80.5, ""), ("2026000002", None, "是"), ("2026000003", "缺考", ""))
    found, faults = read_file(data, "a.xlsx", TICKETS, 100)
    absent = Value(absent=True)
    assert (found, faults) == ({1: Value(Decimal("80.5")), 2: absent, 3: absent}, [])


def test_a_csv_is_read():
    found, faults = read_file("准考证号,成绩\n2026000001,59.9\n".encode(), "a.csv", TICKETS, 100)
    assert (found, faults) == ({1: Value(Decimal("59.9"))}, [])


def test_every_fault_says_row_column_what_and_remedy():
    data = book(
        ("2026000001", 101, ""),
        ("", 80, ""),
        ("9999", 80, ""),
        ("2026000002", 80, "是"),
        ("2026000001", 70, ""),
        ("2026000003", None, ""),
    )
    _, faults = read_file(data, "a.xlsx", TICKETS, 100)
    assert [str(fault) for fault in faults] == [
        "第 2 行“成绩”：超过满分 100。填写 0 到 100 的数字。",
        "第 3 行“准考证号”：没有填写。请填写准考证号，或删去这一行。",
        "第 4 行“准考证号”：“9999”不在这本成绩册。请核对准考证号和所选的职业等级、科目。",
        "第 5 行“成绩”：填了成绩又填了缺考。请核对试卷，只保留一项。",
        "第 6 行“准考证号”：与第 2 行重复。一人只留一行，请核对以哪一行为准。",
        "第 7 行“成绩”：没有填写。填写成绩；缺考的在“缺考”列填“是”。",
    ]


def test_a_file_without_the_heads_is_refused_whole():
    with pytest.raises(SheetError, match="第 1 行缺少“准考证号”“成绩”列"):
        read_file(write(("姓名",), [("张三",)]), "a.xlsx", TICKETS, 100)


def test_what_is_no_table_is_refused():
    with pytest.raises(SheetError):
        read_file(io.BytesIO(b"\x00" * 100).read(), "a.xlsx", TICKETS, 100)
