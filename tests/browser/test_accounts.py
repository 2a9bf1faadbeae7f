"""Sign-in with a second factor, lockout and the idle limit in a real browser."""

import re
from importlib import import_module

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.enums import OrganisationKind, Role
from accounts.middleware import SEEN
from accounts.models import Membership, Organisation, User
from catalogue.models import Division
from config import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse 27 battery"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def officer(live_server):
    province = Division.objects.create(code="370000", name="山东省", tier=1)
    city = Division.objects.create(code="371500", name="聊城市", tier=2, parent=province)
    bureau = Organisation.objects.create(
        name="聊城市人社局", kind=OrganisationKind.HRSS, division=city, tier="city",
        status="active",
    )  # fmt: skip
    user = User.objects.create_user("officer", "officer@example.com", PASSWORD, name="王科员")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    for role in (Role.MANAGER, Role.ACCEPTOR):
        Membership.objects.create(user=user, organisation=bureau, role=role, since=clock.today())
    return user


def log_in(page, password=PASSWORD):
    page.get_by_label("用户名或邮箱").fill("officer")
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def code(secret: str, step: int = 0) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter + step))


def test_an_officer_sets_up_codes_and_signs_in_with_one(any_screen, officer, settings, axe, fits):
    settings.DEMO = False
    page = any_screen
    page.goto("/organisation/")
    axe(page)
    fits(page)
    log_in(page)
    page.wait_for_url("**/second-factor/on/")
    page.wait_for_selector(".gate-code")
    assert page.evaluate("document.querySelector('.gate-code').naturalWidth") > 0
    axe(page)
    fits(page)
    secret = page.locator(".gate-key code").inner_text()
    page.get_by_label("验证码").fill(code(secret))
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".gate-codes li")).to_have_count(10)
    axe(page)
    fits(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="退出登录").last.click()
    page.goto("/organisation/")
    log_in(page)
    axe(page)
    fits(page)
    page.get_by_label("验证码").fill(code(secret, 1))
    page.get_by_role("button", name="登录").last.click()
    expect(page.get_by_role("heading", name="本单位", exact=True)).to_be_visible()


def test_after_five_failures_the_page_says_how_long(any_screen, officer, axe, fits):
    any_screen.goto("/accounts/login/")
    for _ in range(5):
        log_in(any_screen, "wrong")
        expect(any_screen.get_by_text("密码不正确").first).to_be_visible()
    log_in(any_screen)
    expect(
        any_screen.get_by_text(re.compile("已暂停登录，请约 1[45] 分钟后再试")).first
    ).to_be_visible()
    axe(any_screen)
    fits(any_screen)


def test_an_idle_session_leads_back_to_the_page_and_a_late_form_is_kept(
    any_screen, officer, axe, fits, page_problems
):
    page = any_screen
    page.goto("/organisation/invite/")
    log_in(page)
    page.get_by_label("邮箱").fill("new@example.com")
    axe(page)
    fits(page)
    _age(page)
    page.get_by_role("button", name="发送邀请").click()
    expect(page.get_by_text("本次提交没有保存")).to_be_visible()
    page_problems.clear()  # the browser reports the 403
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    second = opened.value
    log_in(second)
    expect(second.get_by_role("heading", name="已登录")).to_be_visible()
    second.close()
    page.go_back()
    expect(page.get_by_label("邮箱")).to_have_value("new@example.com")
    page.get_by_label("受理").check()
    page.get_by_role("button", name="发送邀请").click()
    expect(page.get_by_text("邀请已发往 new@example.com")).to_be_visible()


def _age(page):
    """Let the session of this browser be idle for a day."""
    key = next(
        c["value"] for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME
    )
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    store[SEEN] = clock.now().timestamp() - 24 * 3600
    store.save()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/profile/",
        "/accounts/sessions/",
        "/organisation/",
        "/organisation/territory/",
        "/organisation/history/",
        "/organisation/delegate/",
        "/organisation/data-requests/",
        "/organisation/unmaskings/",
        "/accounts/password/change/",
        "/accounts/second-factor/",
        "/privacy/",
    ],
)
def test_pages_are_clean_and_fit(any_screen, officer, sign_in, address, axe, fits):
    sign_in(any_screen, officer)
    any_screen.goto(address)
    assert any_screen.locator("h1").count() == 1
    axe(any_screen)
    fits(any_screen)
