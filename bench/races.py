"""What is measured, and against what."""

import random
from io import BytesIO

import openpyxl
import tablib

from bench import certificates, registrations, tickets
from bench.race import Race
from catalogue.models import Occupation
from catalogue.selectors import occupations, search_occupations
from printing import sheets

HEADERS = ["姓名", "证件号码", "手机", "职业编码", "职业名称", "等级", "工作年限"]
SEARCHES = ["电工", "diangong", "dg", "6-31-01", "工程"]
FIRST = 30  # rows of a page
TICKETS, CERTIFICATES = 20, 10
MOST_IMPORTED = 500  # the reference needs a minute for a thousand


def roster(rows: int) -> bytes:
    """A workbook like an enterprise's roster; its people are made of random syllables."""
    dice = random.Random(1)  # noqa: S311 the same file in every run
    syllables = "安宝成东恩方国海吉建可立明宁平青荣书田文祥永志中"
    lines = [
        [
            "".join(dice.sample(syllables, 3)),
            f"{dice.randrange(10**9):018}",
            f"{dice.randrange(10**6):011}",
            f"6-{dice.randrange(10, 32)}-{dice.randrange(1, 10):02}-{dice.randrange(1, 20):02}",
            "电工",
            "三级/高级工",
            str(dice.randrange(1, 30)),
        ]
        for _ in range(rows)
    ]
    return sheets.write(HEADERS, lines)


def ours_reads(data: bytes) -> list[list[str]]:
    return [row.cells for row in sheets.read(BytesIO(data)).rows]


def openpyxl_reads(data: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def tablib_reads(data: bytes) -> list[list[str]]:
    """What django-import-export does with an upload."""
    book = tablib.Dataset().load(BytesIO(data), format="xlsx")
    return [["" if cell is None else str(cell) for cell in row] for row in book]


def ours_finds() -> list[set[str]]:
    """Codes of the first page of each search."""
    return [{row.code for row in search_occupations(text)[:FIRST]} for text in SEARCHES]


def every_row_is_matched() -> list[set[str]]:
    """The plain way: fetch the catalogue once a search, look at each row. Codes of all hits."""
    return [
        {row.code for row in occupations().prefetch_related("work_types") if _matches(row, text)}
        for text in SEARCHES
    ]


def the_page_is_among_the_hits(page: list[set[str]], hits: list[set[str]]) -> bool:
    return all(
        shown <= found and len(shown) == min(len(found), FIRST)
        for shown, found in zip(page, hits, strict=True)
    )


def _matches(row: Occupation, text: str) -> bool:
    names = [row, *row.work_types.all()]
    return row.code.startswith(text) or any(
        text in name.name or text in name.pinyin or text in name.initials for name in names
    )


def races(rows: int) -> list[Race]:
    data = roster(rows)
    return [
        Race(
            f"读 {rows} 行的花名册",
            "openpyxl",
            lambda: ours_reads(data),
            lambda: openpyxl_reads(data),
            floor=2,
        ),
        Race(
            f"读 {rows} 行的花名册",
            "tablib",
            lambda: ours_reads(data),
            lambda: tablib_reads(data),
            floor=2,
        ),
        Race(
            f"{len(SEARCHES)} 次职业检索",
            "逐行比对",
            ours_finds,
            every_row_is_matched,
            floor=5,
            agree=the_page_is_among_the_hits,
        ),
        registrations.race(min(rows, MOST_IMPORTED)),
        tickets.race(TICKETS),
        *certificates.races(min(rows, CERTIFICATES)),
    ]
