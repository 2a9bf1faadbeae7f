"""The guide says, for each regime, what its file says, each rule with its clause."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from catalogue import regulations
from catalogue.models import Division, Office
from catalogue.regulations.system_check import REQUIRED

pytestmark = pytest.mark.django_db


def page_of(client, regulation_id):
    response = client.get(reverse("catalogue:guide", args=[regulation_id]))
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def section(page, key):
    return page.xpath(f"//section[@id='{key}']")[0]


def words(element):
    return re.sub(r"\s+", "", element.text_content())


def rules_in(part):
    """(text, basis) of every rule of a section, white space folded away."""
    items = part.xpath(".//ul[@class='rules']/li | .//ol[contains(@class,'rules')]/li")
    return [
        (words(item.xpath("./p")[0]), words(item.xpath("./span[contains(@class,'basis')]")[0]))
        for item in items
    ]


def basis_of(rule):
    if rule.default:
        return "本系统默认"
    return re.sub(r"\s+", "", "依据：" + rule.cite)


def test_the_list_leads_to_every_regime(client):
    page = html.fromstring(client.get(reverse("catalogue:guides")).content.decode())
    links = page.xpath("//a[@class='guide-list-link']")
    assert [(a.text_content(), a.get("href")) for a in links] == [
        (r.name, f"/guide/{r.id}/") for r in regulations.current()
    ]
    assert {r.id for r in regulations.current()} == set(REQUIRED)


def test_an_unknown_regime_is_404(client):
    assert client.get("/guide/mars-enterprise/").status_code == 404


@pytest.mark.parametrize("regulation_id", REQUIRED)
def test_materials_are_shown_with_their_clause_and_what_may_stand_in(client, regulation_id):
    regulation = regulations.get(regulation_id)
    shown = rules_in(section(page_of(client, regulation_id), "materials"))
    expected = [
        (
            re.sub(
                r"\s+",
                "",
                m.name
                + ("" if m.required else "视情况")
                + ("" if m.instead == "none" else m.instead.label)
                + m.note,
            ),
            basis_of(m),
        )
        for m in regulation.materials
    ]
    assert shown == expected


@pytest.mark.parametrize("regulation_id", REQUIRED)
def test_conditions_deadlines_and_supervision_are_shown_with_their_clause(client, regulation_id):
    regulation = regulations.get(regulation_id)
    page = page_of(client, regulation_id)
    conditions = rules_in(section(page, "conditions"))
    assert conditions == [
        ("、".join(kind.label for kind in c.kinds) + c.text, basis_of(c))
        for c in regulation.conditions
    ]
    deadlines = {text.split("：")[0]: basis for text, basis in rules_in(section(page, "deadlines"))}
    assert deadlines == {d.name: basis_of(d) for d in regulation.deadlines}
    assert rules_in(section(page, "supervision"))[-len(regulation.supervision) :] == [
        (rule.text, basis_of(rule)) for rule in regulation.supervision
    ]


@pytest.mark.parametrize("regulation_id", REQUIRED)
def test_every_process_is_drawn_along_its_main_line(client, regulation_id):
    regulation = regulations.get(regulation_id)
    page = page_of(client, regulation_id)
    for key in type(regulation.processes).model_fields:
        process = getattr(regulation.processes, key)
        if process:
            stations = section(page, f"process-{key}").xpath(".//li[@class='station']")
            shown = [words(li.xpath("./span[contains(@class,'basis')]")[0]) for li in stations]
            assert shown == [basis_of(step) for step in process.main_line]
        else:
            assert page.xpath(f"//section[@id='process-{key}']") == []


def test_liaocheng_filing_is_told_step_by_step(client):
    stations = section(page_of(client, "liaocheng-enterprise"), "process-filing").xpath(
        ".//li[@class='station']"
    )
    assert [words(li.xpath("./div")[0]) for li in stations] == [
        "填报申请单位",
        "提交申请申请单位",
        "受理受理机关",
        "组织技术评估受理机关",
        "评估通过受理机关",
        "上报市技能人才评价管理机构",
        "出具备案回执市人力资源社会保障局",
        "公布目录省人力资源社会保障厅",
    ]
    acceptance = [words(p) for p in stations[2].xpath("./p[@class='station-deadline']")]
    assert acceptance == ["通知是否受理：10个工作日内"]
    branches = [words(p) for p in stations[1].xpath("./p[@class='station-branch']")]
    assert branches == [
        "受理机关一次性告知补正；提交补正材料：15个工作日内（本系统默认）",
        "受理机关不予受理",
    ]


@pytest.fixture
def liaocheng():
    province = Division.objects.create(code="370000", name="山东省", tier=1)
    city = Division.objects.create(code="371500", name="聊城市", tier=2, parent=province)
    county = Division.objects.create(code="371526", name="高唐县", tier=3, parent=city)
    other = Division.objects.create(code="371400", name="德州市", tier=2, parent=province)
    for division, phone in (
        (province, "0531-1"),
        (city, "0635-2"),
        (county, ""),
        (other, "0534-4"),
    ):
        Office.objects.create(
            division=division, organ="hrss", name=f"{division.name}人社局", phone=phone
        )
    return city


@pytest.mark.clause("LC-13")
def test_a_citys_guide_lists_its_offices_by_county(client, liaocheng):
    offices = section(page_of(client, "liaocheng-enterprise"), "contact").xpath(".//li")
    assert [words(li) for li in offices if "office" in li.xpath("./p")[0].get("class", "")] == [
        "聊城市聊城市人社局0635-2",
        "高唐县高唐县人社局联系方式未公布，可拨12333咨询",
    ]


def test_a_provinces_guide_lists_the_province_and_its_cities(client, liaocheng):
    offices = section(page_of(client, "shandong-social"), "contact").xpath(".//li")
    assert [words(li) for li in offices] == [
        "山东省山东省人社局0531-1",
        "德州市德州市人社局0534-4",
        "聊城市聊城市人社局0635-2",
    ]


def test_the_guide_asks_the_database_once_however_many_offices(
    client, liaocheng, django_assert_num_queries
):
    for number in range(30):
        Office.objects.create(division=liaocheng, organ="centre", name=f"第{number}中心")
    with django_assert_num_queries(1):
        page_of(client, "liaocheng-enterprise")


@pytest.mark.parametrize("regulation_id", REQUIRED)
def test_no_persons_name_or_mobile_number_of_the_policy_texts_is_shown(client, regulation_id):
    text = page_of(client, regulation_id).text_content()
    assert re.findall(r"1[3-9]\d{9}", text) == []


@pytest.mark.parametrize("regulation_id", REQUIRED)
def test_the_sheet_to_print_lists_every_material_and_deadline(client, regulation_id):
    response = client.get(reverse("catalogue:guide-sheet", args=[regulation_id]))
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(response.content)).pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    regulation = regulations.get(regulation_id)
    told = [m.name for m in regulation.materials] + [d.name for d in regulation.deadlines]
    assert [name for name in told if re.sub(r"\s+", "", name) not in text] == []


def test_the_sheet_of_an_unknown_regime_is_404(client):
    assert client.get("/guide/mars-enterprise/sheet.pdf").status_code == 404
