"""The 申报表 on paper: the fields of HB annex 1, no more, and a second sheet for the rest."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessment.documents.entry_sheet import capitals
from assessment.entry_details import dump
from assessment.models import Entry
from tests.assessment import entering
from tests.assessment.entering import an_entry, commissioned, six_years

FIELDS = [
    *("编号", "姓名", "性别", "联系电话", "文化程度", "身份证号", "工作单位", "现从事岗位（年限）"),
    *("单位地址", "单位人资部门电话", "申报职业（工种）", "申报等级", "现有职业证书名称等级"),
    *("证书编号", "取证时间", "发证机构名称", "工作经历培训经历", "起止年月", "证明人"),
    *("本人承诺", "工作单位意见", "评价机构考评结果"),
]


@pytest.fixture
def entry(agencies) -> Entry:
    plan = commissioned(agencies)
    details = dump(
        {
            "education": "高中",
            "department": "一车间",
            "post_since": "2020-01-01",
            "certificate_name": "电工证书",
            "certificate_level": "5",
            "certificate_number": "1234567890123456",
            "projects": "大修项目",
        }
    )
    columns = {"audience": "commissioned", "details": details, "post": "维修电工"}
    columns |= {"phone": entering.phone(1), "name": "龚龑"}
    return six_years(an_entry(plan, agencies.item(plan), **columns))


def pages(data: bytes) -> list[str]:
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return ["".join(text.split()) for text in texts]


@pytest.mark.clause("HB-09")
def test_the_form_has_the_fields_of_the_annex_and_a_supplement(client, agencies, entry):
    client.force_login(agencies.client_hr)
    url = reverse("assessment:entry-sheet", args=[entry.plan.number, entry.pk])
    first, second = pages(client.get(url).content)
    assert [field for field in FIELDS if field not in first] == []
    for value in ("龚龑", entry.id_number, entry.phone, "一车间", "电工证书", "1234567890123456"):
        assert value in first
    assert ("兑现相关工资待遇" in first, "大修项目" in first) == (True, False)
    assert ("大修项目" in second, "人员类别" in second) == (True, True)


def test_only_those_who_handle_the_plan_print_it(client, agencies, entry):
    url = reverse("assessment:entry-sheet", args=[entry.plan.number, entry.pk])
    client.force_login(agencies.clerk["ln"])
    assert client.get(url).status_code == 404
    client.force_login(agencies.world.staff["sjz"])
    assert client.get(url).status_code == 403
    client.force_login(agencies.world.staff["sjz_centre"])
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "零"), (5, "伍"), (10, "拾"), (12, "拾贰"), (20, "贰拾"), (35, "叁拾伍")],
)
def test_years_in_words(number, expected):
    assert capitals(number) == expected
