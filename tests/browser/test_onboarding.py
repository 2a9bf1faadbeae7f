"""An enterprise registers, is confirmed by its county, and invites a colleague."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import Membership, User
from onboarding.models import Registration
from tests.onboarding.conftest import *  # noqa: F403 - the same places, bureaus and people
from tests.onboarding.conftest import MOBILE, PASSWORD, code

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def mailed_link() -> str:
    """The address in the last mail, on this server."""
    return LINK.search(mail.outbox[-1].body)[1]


def fill_in(page: Page) -> None:
    page.get_by_label("单位名称").fill("样例机械有限公司")
    page.get_by_label("统一社会信用代码").fill(f"{code(1).lower()[:8]} {code(1)[8:]}")
    page.get_by_label("单位类别").select_option(label="企业")
    page.get_by_label("省（自治区、直辖市）").select_option(label="山东省")
    page.get_by_label("市（州、盟），直辖市选区县").select_option(label="聊城市")
    page.get_by_label("县（市、区）", exact=True).select_option(label="东昌府区")
    page.get_by_label("县（市、区）属单位").check()
    page.get_by_label("联系人姓名").fill("张三")
    page.get_by_label("联系人手机").fill(MOBILE)
    page.get_by_label("邮箱").fill("zhang3@example.com")
    page.get_by_label("用户名").fill("zhang3")
    page.get_by_label("密码", exact=True).fill(PASSWORD)


def sign_in_by_form(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


@pytest.mark.usefixtures("live_server")
def test_from_registration_to_the_first_colleague(
    desktop: Page, open_screen, sign_in, axe, fits, county, page_problems
):
    page = desktop
    number = register(page, axe, fits, page_problems)
    sign_in_by_form(page, "zhang3")
    page.goto(mailed_link())
    page.get_by_role("button").last.click()
    sign_in_by_form(page, "zhang3")
    page.goto("/desk/")
    expect(page.get_by_text("本单位正在等待确认")).to_be_visible()
    axe(page)
    fits(page)

    officer = open_screen(page.viewport_size)
    sign_in(officer, county)
    confirm(officer, number, axe, fits)

    page.goto("/desk/")
    expect(page.get_by_text("样例机械有限公司单位登记：已确认")).to_be_visible()
    axe(page)
    page.goto("/organisation/invite/")
    page.get_by_label("邮箱").fill("li4@example.com")
    page.get_by_label("经办人").check()
    page.get_by_role("button", name=re.compile("邀请")).click()
    expect(page.get_by_text("邀请已发往 li4@example.com")).to_be_visible()
    accept(open_screen(page.viewport_size))
    held = Membership.objects.get(user__username="li4")
    assert (held.role, held.organisation.name) == (Role.CLERK, "样例机械有限公司")


def register(page: Page, axe, fits, page_problems) -> str:
    """Once with a field forgotten, then wholly. Answers the number of the case."""
    page.goto("/register/")
    axe(page)
    fits(page)
    fill_in(page)
    page.get_by_role("button", name="提交登记").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写再次输入密码。")
    page_problems.clear()  # the browser notes the 422
    axe(page)
    fits(page)
    expect(page.get_by_label("县（市、区）", exact=True)).to_have_value("371502")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.get_by_label("以上内容真实、准确").check()
    page.get_by_role("button", name="提交登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记已提交")
    axe(page)
    return Registration.objects.get().number


def confirm(officer: Page, number: str, axe, fits) -> None:
    officer.goto("/desk/")
    axe(officer)
    fits(officer)
    officer.get_by_role("link", name="样例机械有限公司单位登记").click()
    expect(officer.get_by_text("第 0 天 / 共 5 个工作日")).to_be_visible()
    axe(officer)
    fits(officer)
    officer.get_by_role("button", name="由我接办").click()
    expect(officer.get_by_text("已接办")).to_be_visible()
    officer.get_by_role("link", name="确认", exact=True).click()
    axe(officer)
    fits(officer)
    officer.get_by_label("说明").fill("已核对营业执照")
    officer.get_by_role("button", name="确认", exact=True).click()
    dialog = officer.get_by_role("dialog")
    expect(dialog).to_contain_text("确认后，该单位可以提交各项申请")
    axe(officer)
    dialog.get_by_role("button", name="确认", exact=True).click()
    expect(officer.get_by_text("已办理：确认。")).to_be_visible()
    axe(officer)
    officer.goto("/cases/?progress=all")
    expect(officer.get_by_text(number)).to_be_visible()
    axe(officer)
    fits(officer)


def accept(stranger: Page) -> None:
    stranger.goto(mailed_link())
    stranger.locator("input[name=username]").fill("li4")
    stranger.locator("input[name=name]").fill("李四")
    stranger.locator("input[name=phone]").fill(MOBILE)
    stranger.locator("input[name=password]").fill(PASSWORD)
    stranger.locator("input[name=again]").fill(PASSWORD)
    stranger.get_by_role("button", name="建立账号并加入").click()
    expect(stranger.get_by_text("账号已建立")).to_be_visible()
    assert User.objects.get(username="li4").check_password(PASSWORD)
