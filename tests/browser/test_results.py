"""Results are previewed, published, objected to, corrected by two and published again."""

from playwright.sync_api import Page, expect

from casework.models import Publication
from results.models import Correction
from tests.assessment.commissioning.steps import scan
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.results.publishing.steps import fresh, scored


def test_an_objection_leads_to_a_correction(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    page_problems,
):
    page, day = desktop, scored(agencies, "sd")
    plan, clerk = day.plan, agencies.clerk["sd"]
    sign_in(page, clerk)
    published(page, plan)
    looked_at(page, axe, fits)
    first = Publication.objects.get(case_id=plan.pk, act="clear")
    objected(page, axe, fits, first)

    upheld(page, first)
    proposed(page, axe, fits, day)
    page_problems.clear()  # the browser reports the refusal, as it should

    sign_in(page, day.arbiter)
    page.get_by_role("link", name=day.entries[1].ticket).click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="同意", exact=True).click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="同意更正").click()
    expect(page.get_by_text("已同意").first).to_be_visible()

    page.goto(f"/cases/{plan.number}/acts/correct/")
    expect(page.get_by_text("合格 2 人")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_label("更正原因").fill("一件异议成立，更正成绩。")
    page.get_by_role("button", name="更正后重新公示").click()
    expect(page.get_by_role("heading", name="结果公示和更正")).to_be_visible()
    looked_at(page, axe, fits)
    assert Correction.objects.get().status == "applied"
    assert fresh(plan).state == "publicity"


def test_the_parts_of_a_cell_stand_below_each_other_on_a_phone(
    phone: Page,
    sign_in,
    agencies,  # noqa: F811
):
    day = scored(agencies, "sd")
    sign_in(phone, agencies.clerk["sd"])
    phone.goto(f"/plan/{day.plan.number}/results/")
    cell = phone.locator('td[data-head="各科成绩"]').first
    lefts = cell.evaluate("td => [...td.children].map(part => part.getBoundingClientRect().left)")
    assert (len(lefts), len(set(lefts))) == (2, 1)


def upheld(page: Page, publication: Publication) -> None:
    page.goto(f"/desk/publications/{publication.pk}/")
    page.get_by_role("link", name="答复").last.click()
    page.get_by_label("异议成立").check()
    page.get_by_role("textbox", name="答复").fill("已核对答卷，漏加 2 分。")
    page.get_by_role("button", name="答复").click()


def published(page: Page, plan) -> None:
    """A longer window typed, looked at, and published."""
    page.goto(f"/cases/{plan.number}/acts/publicise/")
    page.get_by_label("公示几个工作日").fill("7")
    page.get_by_role("button", name="按填写的天数预览").click()
    expect(page.get_by_text("公示期：7 个工作日。")).to_be_visible()
    page.get_by_role("button", name="公示结果").click()
    expect(page.get_by_role("heading", name="结果公示和更正")).to_be_visible()


def objected(page: Page, axe, fits, publication: Publication) -> None:
    """By anybody, from the public list."""
    page.goto(f"/notices/{publication.pk}/")
    page.get_by_role("link", name="查看公示名单").click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议内容").fill("二号考生的理论成绩漏加分。")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_text("回执").first).to_be_visible()


def proposed(page: Page, axe, fits, day) -> None:
    """The correction that the objection asks for."""
    page.goto(f"/plan/{day.plan.number}/corrections/propose/")
    page.get_by_label("准考证号").fill(day.entries[1].ticket)
    page.get_by_label("科目").select_option("theory")
    page.get_by_label("更正后的成绩").fill("61")
    page.get_by_label("事由").select_option("objection")
    page.get_by_label("异议", exact=True).select_option(index=1)
    page.get_by_label("更正理由").fill("第三大题漏加 2 分。")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("请上传更正的依据材料").first).to_be_visible()
    expect(page.get_by_label("更正理由")).to_have_value("第三大题漏加 2 分。")
    file = scan()
    page.get_by_label("依据材料").set_input_files(
        {"name": file.name, "mimeType": "application/pdf", "buffer": file.read()}
    )
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_role("heading", name="更正记录")).to_be_visible()
    looked_at(page, axe, fits)
