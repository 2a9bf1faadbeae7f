"""The forms on paper: the fields of the annex, everybody on the roster, totals (HB-05)."""

import io

import pytest
from pypdf import PdfReader

from assessment.documents import arrangement_form, roster_form
from assessment.frames.arrangement import Frame
from assessment.models import Site
from casework.models import Material
from casework.services import files
from config import clock
from printing import pdf
from tests.assessment.arranging.steps import PREPARED, act, printed, ready_to_file

pytestmark = pytest.mark.django_db
ANNEX = [
    *("鉴定机构：", "联系人及电话：", "填报时间：", "认定日期", "职业", "工种", "等级", "人数"),
    *("考点联系人和电话", "理论考试", "实操考试", "考试形式", "考试时间", "考试地点"),
    *("考评员", "督导员"),
]


def pages(data: bytes) -> list[str]:
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return ["".join(text.split()) for text in texts]


@pytest.fixture
def plan(agencies):
    made = ready_to_file(agencies, "hb")
    Site.objects.update(contact="李工 0311-8000000")
    return made


def kept(client, agencies, plan) -> dict[str, list[str]]:
    """The forms as they lie in the case, by key."""
    act(client, agencies.clerk["hb"], plan, "file_roster", **PREPARED)
    printed()
    rows = Material.objects.filter(case=plan.pk).select_related("file")
    return {row.key: pages(files.read(row.file)) for row in rows}


@pytest.mark.clause("HB-05")
def test_both_forms_lie_in_the_case(client, agencies, plan):
    found = kept(client, agencies, plan)
    first, further = found["arrangement_form"]
    assert [text for text in ANNEX if text not in first] == []
    for text in ("电工", "四级/中级工", "6月3日09:00—11:00", "6月4日09:00—12:00", "考务2"):
        assert text in first
    assert "初级工：0人，中级工：3人，高级工：0人，技师：0人，高级技师：0人，合计：3人。" in first
    assert ("监考人员" in first, "监考人员" in further, "本系统格式" in further) == (
        False,
        True,
        True,
    )
    (roster,) = found["roster_form"]
    wanted = [*roster_form.HEADINGS, "本系统格式", "机构备案编号", plan.agency.code, "合计：3人"]
    for entry in plan.entries.all():
        wanted += [entry.name, entry.id_number, entry.ticket]
    assert [text for text in wanted if text not in roster] == []


def test_a_row_says_when_where_and_who(plan):
    shown = arrangement_form.of(Frame.of(plan), clock.today())
    (row,) = shown["rows"]
    assert row == {
        "days": ["2026年6月3日", "2026年6月4日"],
        "occupation": "电工",
        "work_type": "--",
        "level": "四级/中级工",
        "count": 3,
        "contacts": ["一号楼 李工 0311-8000000"],
        "theory": {
            "form": ["机考"],
            "time": ["6月3日 09:00—11:00"],
            "place": ["一号楼（建设路1号）1考场"],
        },
        "practice": {
            "form": ["机考"],
            "time": ["6月4日 09:00—12:00"],
            "place": ["一号楼（建设路1号）2考场"],
        },
        "assessors": ["考务20", "考务21", "考务22"],
        "supervisors": ["考务2"],
    }


def test_long_names_and_many_people_stay_on_the_sheet(plan):
    frame = Frame.of(plan)
    said = roster_form.of(frame, clock.today())
    long = ["9999", "202600000199999", "阿卜杜热合曼·买买提艾力·吐尔逊", "男", "0" * 18]
    long += [
        "某某省某某市某某区某某重型机械制造集团有限责任公司第一分公司" * 2,
        "电工",
        "--",
        "四级",
        "--",
    ]
    said["rows"] = [long] * 60
    found = pages(pdf.render(roster_form.TEMPLATE, said))
    assert len(found) > 1
    assert all("准考证号" in page for page in found[:-1])
