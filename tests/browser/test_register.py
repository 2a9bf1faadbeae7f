"""The register, the finder, the self-check and the desks around them, as people use them."""

import re

import pytest
from playwright.sync_api import Page, expect

from filing.enums import AgencyStatus
from filing.importing.columns import HEADERS
from filing.models import Agency, Enquiry
from printing import sheets
from tests.browser.looking import looked_at
from tests.filing.agencies import agency
from tests.filing.test_import_agencies import GOOD, OTHER
from tests.filing.world import World, build

SOCIAL = {"regulation": "shandong-social", "letter": "S"}


@pytest.fixture
def world(live_server) -> World:
    """The tests' world with a few agencies in it."""
    made = build()
    organisation, _ = made.applicant("371500", "city", "association")
    agency(
        made,
        "聊城机械行业协会",
        organisation=organisation,
        place="371500",
        contact="办公室 0635-0000000",
        **SOCIAL,
    )
    agency(made, "东昌府重工有限公司", scope={"6-18-02-04": (5, 4), "6-31-01-03": (3,)})
    agency(made, "苏州培训中心", place="320500", **SOCIAL)
    agency(made, "停业有限公司", status=AgencyStatus.STRUCK_OFF)
    return made


def settled(page: Page) -> None:
    """Until no answer is on its way any more."""
    underway = page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
    expect(underway).to_have_count(0)


@pytest.mark.usefixtures("world")
def test_the_register_is_narrowed_step_by_step_and_read(desktop: Page, axe, fits):
    page = desktop
    count = page.locator(".data-table-count")
    page.goto("/agencies/")
    looked_at(page, axe, fits)
    expect(count).to_have_text("共 3 家机构")
    settled(page)
    page.get_by_label("省（自治区、直辖市）").select_option(label="山东省")
    expect(count).to_have_text("共 2 家机构")
    settled(page)
    page.get_by_label("市（州、盟），直辖市选区县").select_option(label="聊城市")
    settled(page)
    page.get_by_label("县（市、区）", exact=True).select_option(label="东昌府区")
    expect(count).to_have_text("共 1 家机构")
    settled(page)
    looked_at(page, axe, fits)
    page.get_by_role("link", name="东昌府重工有限公司").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("东昌府重工有限公司")
    looked_at(page, axe, fits)
    page.goto("/agencies/?status=all&on=2026-01-10")
    expect(page.get_by_text("不是今天的")).to_be_visible()
    looked_at(page, axe, fits)
    page.goto("/agencies/JG00004/")
    expect(page.get_by_text("该机构已移出目录，不得再开展评价")).to_be_visible()
    looked_at(page, axe, fits)


def test_an_enterprise_finds_an_agency_and_asks_it(desktop: Page, sign_in, axe, fits, world):
    page = desktop
    sign_in(page, world.hr)
    page.goto("/agencies/find/?division=371502")
    page.get_by_label("职业或工种").press_sequentially("dg", delay=30)
    expect(page.get_by_role("heading", name=re.compile("能评电工的机构"))).to_be_visible()
    found = page.locator("#found-list .row-title a")
    expect(found).to_have_text(["东昌府重工有限公司", "聊城机械行业协会", "苏州培训中心"])
    looked_at(page, axe, fits)
    page.get_by_role("link", name=re.compile("发送评价需求.*聊城机械行业协会")).click()
    looked_at(page, axe, fits)
    page.get_by_label("职业和等级").select_option(label="电工 四级/中级工")
    page.get_by_label("大约人数").fill("20")
    page.get_by_label("需求和联系方式").fill("希望六月评价，请联系人力资源部")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已发送给聊城机械行业协会的管理员")).to_be_visible()
    manager = Enquiry.objects.get().agency.organisation.memberships.first().user
    sign_in(page, manager)
    page.goto("/desk/agencies/JG00001/enquiries/")
    expect(page.get_by_text("希望六月评价")).to_be_visible()
    looked_at(page, axe, fits)


@pytest.mark.usefixtures("world")
def test_the_self_check_answers_without_signing_in(desktop: Page, axe, fits):
    page = desktop
    page.goto("/check/")
    looked_at(page, axe, fits)
    page.get_by_label("单位类别").select_option(label="企业")
    page.get_by_label("省（自治区、直辖市）").select_option(label="山东省")
    page.get_by_label("市（州、盟），直辖市选区县").select_option(label="聊城市")
    page.get_by_label("县（市、区）", exact=True).select_option(label="东昌府区")
    settled(page)
    page.get_by_label("县（市、区）属单位").check()
    page.get_by_label("想评价的职业").fill("电工\n焊工\n车工\n铣工")
    page.get_by_label("最低等级").select_option(label="五级/初级工")
    page.get_by_label("最高等级").select_option(label="二级/技师")
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_text("东昌府区人社局")).to_be_visible()
    expect(page.get_by_text("照现在填写的，还不能提交申报")).to_be_visible()
    looked_at(page, axe, fits)


def test_an_agency_publishes_its_fees(desktop: Page, sign_in, axe, fits, world):
    page = desktop
    made = Agency.objects.get(code="JG00001")
    sign_in(page, made.organisation.memberships.first().user)
    page.goto("/desk/agencies/JG00001/rules/")
    expect(page.get_by_text("还有 4 项应当公布的没有公布")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_label("公布什么").select_option(label="收费标准")
    page.get_by_label("内容").fill("每人 80 元")
    page.get_by_role("button", name="公布").click()
    expect(page.get_by_text("已公布“收费标准”")).to_be_visible()
    page.goto("/agencies/JG00001/")
    page.get_by_role("link", name="收费标准").click()
    expect(page.get_by_text("每人 80 元")).to_be_visible()
    looked_at(page, axe, fits)


def test_an_office_imports_a_list(desktop: Page, sign_in, axe, fits, world):
    page = desktop
    sign_in(page, world.staff["lc"])
    page.goto("/desk/agencies/import/")
    looked_at(page, axe, fits)
    for rows in ([GOOD | {"职业编码": "6-99-99-99"}], [GOOD, OTHER]):
        content = sheets.write(HEADERS, [[row[name] for name in HEADERS] for row in rows])
        page.goto("/desk/agencies/import/")
        page.get_by_label("填好的表格").set_input_files(
            {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": content}
        )
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("导入预览")
        looked_at(page, axe, fits)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("2 家机构，已公布在目录中")).to_be_visible()
    looked_at(page, axe, fits)
