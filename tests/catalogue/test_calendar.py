"""Loading a year: from a file, from the published arrangements, and who hears of it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from catalogue import workdays
from catalogue.models import CalendarDay, CalendarYear
from catalogue.services import calendar
from catalogue.signals import calendar_changed
from printing import sheets
from tests.printing.files import upload, xlsx

pytestmark = pytest.mark.django_db
OFF_2027 = [
    *(("2027-01-01", "元旦"), ("2027年4月5日", "清明节"), ("20270503", "劳动节")),
    *((f"2027/2/{day}", "春节") for day in range(5, 13)),
    *(("2027.6.9", "端午节"), ("2027-09-15", "中秋节")),
    *((f"2027-10-{day}", "国庆节") for day in range(1, 8)),
    *(("2027-05-01", "劳动节"), ("2027-05-02", "劳动节")),
]
ROWS_2027 = [
    *([day, "休", name] for day, name in OFF_2027),
    *([day, "班", ""] for day in ("2027-01-31", "2027-02-13")),
]


@pytest.fixture(autouse=True)
def knowledge_of_november_2026(monkeypatch):
    monkeypatch.setattr(workdays, "PUBLISHED_YEARS", frozenset(range(2004, 2027)))


@pytest.fixture
def heard():
    """What `calendar_changed` said."""
    told = []

    def listen(sender, years, now_off, now_working, **kwargs):
        told.append((years, set(now_off), set(now_working)))

    calendar_changed.connect(listen)
    yield told
    calendar_changed.disconnect(listen)


def arrangement(rows, year=2027, headers=calendar.HEADERS) -> calendar.Arrangement:
    return calendar.from_sheet(sheets.read(upload(xlsx(headers, *rows))), year)


def faults(rows, year=2027, headers=calendar.HEADERS) -> list[tuple[int, str, str]]:
    with pytest.raises(calendar.ArrangementError) as caught:
        arrangement(rows, year, headers)
    assert all(fault.remedy for fault in caught.value.faults)
    return [(fault.row, fault.column, fault.problem) for fault in caught.value.faults]


def test_loading_2027_moves_deadlines_and_takes_the_flag_away(
    heard, django_capture_on_commit_callbacks
):
    start = date(2027, 1, 28)
    assert workdays.add_working_days(start, 5) == date(2027, 2, 4)
    assert workdays.is_estimated(start, date(2027, 2, 4))
    with django_capture_on_commit_callbacks(execute=True):
        change = calendar.load(arrangement(ROWS_2027), source="国办发明电〔2026〕1号")
    assert workdays.add_working_days(start, 5) == date(2027, 2, 3)
    assert not workdays.is_estimated(start, date(2027, 2, 3))
    assert change.warnings == []
    assert change.working_days == 247
    off = {date(2027, 2, 11), date(2027, 2, 12), date(2027, 10, 6), date(2027, 10, 7)}
    worked = {date(2027, 1, 31), date(2027, 2, 13), date(2027, 5, 4)}
    assert heard == [({2027}, off, worked)]


def test_a_loaded_year_is_recorded_and_the_next_one_is_listed():
    calendar.load(arrangement(ROWS_2027), source="国办发明电〔2026〕1号")
    year = CalendarYear.objects.get(pk=2027)
    assert (year.is_announced, year.source) == (True, "国办发明电〔2026〕1号")
    assert not CalendarYear.objects.get(pk=2028).is_announced
    assert CalendarDay.objects.count() == CalendarDay.history.count() == len(ROWS_2027)
    assert calendar.stored(2027) == arrangement(ROWS_2027)


def test_the_same_arrangement_twice_changes_and_says_nothing(
    heard, django_capture_on_commit_callbacks
):
    calendar.load(arrangement(ROWS_2027), source="一")
    with django_capture_on_commit_callbacks(execute=True):
        assert calendar.load(arrangement(ROWS_2027[::-1]), source="二", base="") is None
    assert heard == []
    assert CalendarYear.objects.get(pk=2027).source == "一"
    assert CalendarYear.history.filter(year=2027).count() == 2


def test_a_correction_changes_only_what_differs(heard, django_capture_on_commit_callbacks):
    calendar.load(arrangement(ROWS_2027), source="一")
    corrected = [row for row in ROWS_2027 if row[0] not in ("2027-10-7", "2027-02-13")]
    corrected = [["2027-01-31", "休", "改"] if row[0] == "2027-01-31" else row for row in corrected]
    with django_capture_on_commit_callbacks(execute=True):
        change = calendar.load(arrangement(corrected), source="二")
    assert [str(day.date) for day in change.removed] == ["2027-02-13", "2027-10-07"]
    assert ([day.date for day in change.changed], change.added) == ([date(2027, 1, 31)], [])
    assert heard == [
        ({2027}, {date(2027, 1, 31), date(2027, 2, 13)}, {date(2027, 10, 7)}),
    ]
    kinds = CalendarDay.history.values_list("history_type", flat=True)
    assert {kind: list(kinds).count(kind) for kind in "+~-"} == {"+": 24, "~": 1, "-": 2}


def test_a_year_changed_since_the_preview_is_not_overwritten():
    seen = calendar.preview(arrangement(ROWS_2027))
    calendar.load(arrangement(ROWS_2027[:-1]), source="他人")
    with pytest.raises(calendar.StaleError, match="2027年的安排在您预览之后已被他人修改"):
        calendar.load(seen.arrangement, source="我", base=seen.base)
    assert CalendarDay.objects.count() == len(ROWS_2027) - 1


def test_a_rolled_back_load_is_forgotten_everywhere():
    class UndoError(Exception):
        pass

    with pytest.raises(UndoError), transaction.atomic():
        calendar.load(arrangement(ROWS_2027), source="一")
        assert workdays.current().is_announced(2027)
        raise UndoError
    assert not workdays.current().is_announced(2027)
    assert workdays.add_working_days(date(2027, 1, 28), 5) == date(2027, 2, 4)


def test_another_process_sees_an_edit_at_once(django_assert_num_queries):
    """What another process does is here only seen as rows that changed under the kept calendar."""
    calendar.load(arrangement(ROWS_2027), source="一")
    workdays.current()
    with django_assert_num_queries(1):
        assert not workdays.current().is_working(date(2027, 10, 7))
    fewer = arrangement([row for row in ROWS_2027 if row[0] != "2027-10-7"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_calendarday WHERE date = '2027-10-07'")
        cursor.execute(
            "UPDATE catalogue_calendaryear SET digest = %s WHERE year = 2027", [fewer.digest]
        )
    assert workdays.current().is_working(date(2027, 10, 7))


def test_every_wrong_row_is_named_with_what_to_do():
    rows = [
        ["2027-01-01", "休", "元旦"],
        ["2027-13-01", "休", ""],
        ["2027-02-30", "放", ""],
        ["2028-01-01", "休", "元旦"],
        ["2027-01-01", "班", ""],
        ["", "休", "空"],
        ["2027-05-01", "", ""],
        ["2027-05-02", "休", "劳" * 31],
    ]
    assert faults(rows) == [
        (3, "日期", "“2027-13-01”不是日期"),
        (4, "日期", "“2027-02-30”不是日期"),
        (4, "休/班", "“放”不能识别"),
        (5, "日期", "2028-01-01 不在 2027 年"),
        (6, "日期", "这个日期重复出现"),
        (7, "日期", "“”不是日期"),
        (8, "休/班", "“”不能识别"),
        (9, "名称", "名称超过 30 个字"),
    ]
    assert not CalendarYear.objects.exists()


def test_a_file_without_the_columns_is_told_which():
    assert faults([["1"]], headers=["日子"]) == [
        (1, "日期", "缺少这一列"),
        (1, "休/班", "缺少这一列"),
        (1, "日子", "不认识这些列"),
    ]


def test_columns_that_say_nothing_to_the_calendar_are_refused():
    headers = ["日期", "休/班", "备注", "经办人"]
    assert faults([["2027-01-01", "休", "", ""]], headers=headers) == [
        (1, "备注、经办人", "不认识这些列")
    ]


def test_a_december_day_belongs_to_one_notice_only():
    calendar.load(arrangement(ROWS_2027), source="一")
    late = [["2027-12-31", "休", "元旦"], ["2028-01-03", "休", "元旦"]]
    calendar.load(arrangement(late, 2028), source="二")
    assert not workdays.current().is_working(date(2027, 12, 31))
    assert faults([*ROWS_2027, ["2027-12-31", "班", ""]]) == [
        (26, "休/班", "与其他年份已装载的安排不一致")
    ]
    same = arrangement([*ROWS_2027, ["2027-12-31", "休", ""]])
    assert same == arrangement(ROWS_2027)


def test_odd_arrangements_are_pointed_out_but_can_be_loaded():
    rows = [["2027-01-01", "休", ""], ["2027-03-03", "班", ""], ["2027-01-02", "休", ""]]
    warnings = calendar.preview(arrangement(rows)).warnings
    assert warnings[0] == "3月3日（周三）本来就是工作日，列为“班”没有作用，请核对日期。"
    assert warnings[1] == "2月5日（周五）是法定节假日（农历除夕），文件里却是工作日，请核对。"
    assert [text[:4] for text in warnings[1:-1]] == [
        "2月5日",
        "2月8日",
        "4月5日",
        "6月9日",
        "9月15",
        "10月1",
    ]
    assert warnings[-1] == "全年共 260 个工作日，往年在 248 至 252 之间，请核对文件是否完整。"


@pytest.mark.parametrize("year", range(2019, 2027))
def test_published_years_pass_their_own_plausibility(year):
    """Years with well-known oddities aside, the warnings do not cry wolf."""
    assert calendar.preview(calendar.from_package(year)).warnings == []


def test_the_command_fills_published_years_once_and_keeps_what_staff_loaded(capsys):
    rows = [["2026-01-01", "休", "元旦"]]
    calendar.load(arrangement(rows, 2026), source="人工")
    call_command("load_calendar")
    assert list(CalendarYear.objects.values_list("year", "status")) == [
        (2027, "estimated"),
        *((year, "announced") for year in range(2026, 2018, -1)),
    ]
    assert CalendarDay.objects.filter(calendar=2026).count() == 1
    assert CalendarDay.objects.filter(calendar=2020).count() == 36
    changes = CalendarDay.history.count()
    call_command("load_calendar")
    assert CalendarDay.history.count() == changes
    assert capsys.readouterr().out.endswith("2019 至 2026 年中已装载的年份未改动。\n")


def test_the_command_loads_a_file(tmp_path, capsys):
    path = tmp_path / "2027.xlsx"
    path.write_bytes(sheets.write(calendar.HEADERS, ROWS_2027))
    for expected in (
        "2027 年：已装载，全年 247 个工作日。\n",
        "2027 年的安排与文件相同，未改动。\n",
    ):
        call_command("load_calendar", path, year=2027, source="国办发明电〔2026〕1号")
        assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("year", "source", "content", "said"),
    [
        (None, "一", b"", "请同时给出 --year 和 --source"),
        (2027, "一", b"", "文件是空的"),
        (2027, "一", xlsx(["日期", "休/班"], ["x", "休"]), "第 2 行“日期”：“x”不是日期。"),
        (1999, "一", xlsx(["日期", "休/班"], ["1999-1-1", "休"]), "年份应在 2004 至 2099 之间"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, year, source, content, said):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("load_calendar", path, year=year, source=source)
    assert not CalendarYear.objects.exists()
