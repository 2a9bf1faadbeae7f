"""Sign-in: by name or mailbox, with a second factor where due, locked after failures."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache

from accounts.enums import Role
from config import clock
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(params=["username", "email"])
def typed(request):
    return request.param


def sign_in(client, login, password=PASSWORD, **data):
    return client.post(LOGIN, {"login": login, "password": password, **data})


def code_of(user) -> str:
    """A code as the telephone shows it, by the library's own sum."""
    secret = Authenticator.objects.get(user=user, type="totp").wrap()
    plain = totp.decrypt(secret.instance.data["secret"])
    return totp.format_hotp_value(
        totp.hotp_value(plain, next(totp.yield_hotp_counters_from_time()))
    )


def test_one_signs_in_by_name_or_mailbox_and_comes_back_to_the_page(client, manager, typed):
    response = sign_in(client, getattr(manager, typed).upper(), next="/organisation/")
    assert (response.status_code, response["Location"]) == (302, "/organisation/")
    assert client.get("/organisation/").status_code == 200


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_a_foreign_page(client, manager, address):
    assert sign_in(client, manager.username, next=address)["Location"] == "/desk/"


def test_a_wrong_password_is_told_without_saying_what_was_wrong(client, manager):
    known = sign_in(client, manager.username, "wrong").content.decode()
    unknown = sign_in(client, "nobody", "wrong").content.decode()
    for page in (known, unknown):
        assert "用户名（邮箱）或密码不正确，请核对后重新输入。" in page


def test_after_five_failures_the_account_waits_and_the_page_says_how_long(
    client, manager, settings
):
    for login in (manager.username, manager.email, manager.username.upper(), manager.email):
        sign_in(client, login, "wrong")
    sign_in(client, manager.username, "wrong")
    page = sign_in(client, manager.email).content.decode()
    assert re.search(r"已暂停登录，请约 1[45] 分钟后再试", page)
    assert client.get("/organisation/").status_code == 302
    cache.clear()
    assert sign_in(client, manager.username).status_code == 302


def test_an_address_that_tries_many_accounts_waits_too(client, manager, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "6/15m/ip,5/15m/key"}
    for number in range(6):
        sign_in(client, f"nobody{number}", "wrong")
    assert "已暂停登录，请约" in sign_in(client, manager.username).content.decode()
    elsewhere = client.__class__(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, manager.username).status_code == 302


def test_too_many_requests_answer_429_in_our_layout(client, db):
    answers = [sign_in(client, f"n{number}", "wrong").status_code for number in range(31)]
    assert answers == [200] * 30 + [429]
    page = sign_in(client, "n", "wrong")
    assert (page.status_code, "操作过于频繁" in page.content.decode()) == (429, True)


def test_new_people_do_not_sign_up_by_themselves(client):
    assert [
        client.get(f"/accounts/{name}/").status_code
        for name in ("signup", "login/code", "password/set", "2fa", "social")
    ] == [404] * 5


def test_an_unverified_mailbox_is_verified_first(client, person):
    user = person()
    user.emailaddress_set.update(verified=False)
    assert sign_in(client, user.username)["Location"] == "/accounts/confirm-email/"
    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox[-1].body).group()
    assert "确认" in client.get(link).content.decode()
    client.post(link)
    assert sign_in(client, user.username)["Location"] == "/desk/"


def test_a_forgotten_password_is_reset_by_mail_once(client, manager):
    client.force_login(manager)
    other = client.__class__()
    other.post("/accounts/password/reset/", {"email": manager.email})
    assert [m.to for m in mail.outbox] == [[manager.email]]
    assert "重设密码" in mail.outbox[0].subject
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body).group()
    form = other.get(link, follow=True)
    action = form.request["PATH_INFO"]
    short = other.post(action, {"password1": "12345678", "password2": "12345678"})
    page = short.content.decode()
    assert ["密码太短，至少需要 10 个字符" in page, "密码只包含数字" in page] == [True, True]
    new = "an other long secret 5"
    assert other.post(action, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(other, manager.username, new).status_code == 302
    assert client.get("/organisation/").status_code == 302, "the old session is over"
    assert "链接已失效" in client.__class__().get(link).content.decode()


def test_a_reset_for_an_unknown_mailbox_looks_the_same_and_mails_nobody(client, db):
    response = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (response["Location"], mail.outbox) == ("/accounts/password/reset/done/", [])


def test_a_changed_password_signs_out_everywhere(client, manager):
    elsewhere = client.__class__()
    sign_in(client, manager.username)
    sign_in(elsewhere, manager.username)
    new = "an other long secret 5"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", data)
    assert [c.get("/organisation/").status_code for c in (client, elsewhere)] == [302, 302]
    assert "您的密码已修改" in mail.outbox[-1].subject


# --- Second factor ------------------------------------------------------------------------------


@pytest.fixture
def in_earnest(settings):
    settings.DEMO = False


@pytest.fixture
def officer(person, bureau):
    return person(bureau, Role.ACCEPTOR)


def activate(client):
    page = client.get("/accounts/second-factor/on/")
    secret = page.context["form"].secret
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    return page, client.post("/accounts/second-factor/on/", {"code": code})


def test_an_officer_without_a_second_factor_reaches_nothing_but_its_set_up(
    client, officer, in_earnest
):
    sign_in(client, officer.username)
    for address in ("/organisation/", "/accounts/profile/", "/desk/", "/", "/occupations/"):
        assert client.get(address)["Location"] == "/accounts/second-factor/on/"
    assert client.get("/api/v1/occupations/").status_code == 403
    page, done = activate(client)
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml;base64,")
    assert done["Location"] == "/accounts/second-factor/codes/"
    codes = client.get("/accounts/second-factor/codes/").context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/organisation/").status_code == 200
    assert "动态验证码已启用" in mail.outbox[-1].subject


def test_the_next_sign_in_asks_for_the_code_and_takes_each_once(client, officer, in_earnest):
    sign_in(client, officer.username)
    activate(client)
    cache.clear()
    other = client.__class__()
    assert sign_in(other, officer.username)["Location"] == "/accounts/second-factor/ask/"
    assert other.get("/organisation/").status_code == 302
    wrong = other.post("/accounts/second-factor/ask/", {"code": "000000"})
    assert "验证码不正确或已过期" in wrong.content.decode()
    code = code_of(officer)
    assert other.post("/accounts/second-factor/ask/", {"code": code}).status_code == 302
    assert other.get("/organisation/").status_code == 200
    third = client.__class__()
    sign_in(third, officer.username)
    again = third.post("/accounts/second-factor/ask/", {"code": code})
    assert again.status_code == 200, "a code works once"


def test_long_after_sign_in_one_proves_oneself_again_before_a_change(client, officer):
    sign_in(client, officer.username)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    asked = client.get("/accounts/second-factor/on/")
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    wrong = client.post(asked["Location"], {"password": "wrong"})
    assert "密码不正确" in wrong.content.decode()
    assert client.post(asked["Location"], {"password": PASSWORD}).status_code == 302
    assert client.get("/accounts/second-factor/on/").status_code == 200


def test_a_recovery_code_replaces_the_telephone_once(client, officer):
    sign_in(client, officer.username)
    activate(client)
    code = Authenticator.objects.get(user=officer, type="recovery_codes").wrap()
    code = code.get_unused_codes()[0]
    outcomes = []
    for _ in range(2):
        other = client.__class__()
        sign_in(other, officer.username)
        outcomes.append(other.post("/accounts/second-factor/ask/", {"code": code}).status_code)
    assert outcomes == [302, 200]


def test_the_secret_lies_encrypted(client, officer):
    sign_in(client, officer.username)
    page, _ = activate(client)
    assert page.context["form"].secret not in str(list(Authenticator.objects.values()))


def test_enterprise_people_may_do_without(client, manager, in_earnest):
    sign_in(client, manager.username)
    assert client.get("/organisation/").status_code == 200


def test_the_administration_has_no_sign_in_of_its_own(client, person, manager, in_earnest):
    admin = person(is_staff=True, is_superuser=True)
    assert (
        client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    )
    assert client.post("/admin/login/", {"username": admin.username, "password": PASSWORD})[
        "Location"
    ].startswith("/accounts/login/")
    sign_in(client, admin.username)
    assert client.get("/admin/")["Location"] == "/accounts/second-factor/on/"
    activate(client)
    page = client.get("/admin/").content.decode()
    assert [word in page for word in ("单位", "/auth/group", "/account/", "/mfa/")] == [
        True,
        False,
        False,
        False,
    ]
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    other = client.__class__()
    other.force_login(manager)
    assert other.get("/admin/login/").status_code == 403


# --- Sessions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("bureau_role", "minutes"), [(False, 120), (True, 30)])
def test_an_idle_session_ends_and_leads_back(client, officer, manager, bureau_role, minutes):
    sign_in(client, (officer if bureau_role else manager).username)
    client.get("/organisation/")
    start = clock.now()
    with clock.travel(start + timedelta(minutes=minutes - 1)):
        assert client.get("/organisation/").status_code == 200
    with clock.travel(start + timedelta(minutes=2 * minutes)):
        gone = client.get("/organisation/history/?page=2")
    assert gone["Location"] == "/accounts/login/?next=%2Forganisation%2Fhistory%2F%3Fpage%3D2"
    assert "已自动退出" in client.get(gone["Location"]).content.decode()
    assert client.get("/organisation/").status_code == 302


def test_a_session_in_constant_use_still_ends_after_twelve_hours(client, manager):
    sign_in(client, manager.username)
    start = clock.now()
    answers = []
    for hours in range(14):
        with clock.travel(start + timedelta(hours=hours, seconds=5)):
            answers.append(client.get("/organisation/").status_code)
    assert answers == [200] * 12 + [302] * 2


def test_what_is_sent_too_late_is_not_lost_silently(client, manager):
    sign_in(client, manager.username)
    client.get("/organisation/")
    with clock.travel(clock.now() + timedelta(hours=3)):
        late = client.post("/organisation/invite/", {"email": "a@example.com", "roles": "clerk"})
        page = late.content.decode()
        assert (late.status_code, "本次提交没有保存" in page) == (403, True)
        assert "/accounts/login/?next=%2Faccounts%2Fsigned-in%2F" in page


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(client, manager):
    sign_in(client, manager.username)
    client.get("/organisation/")
    with clock.travel(clock.now() + timedelta(hours=3)):
        answer = client.get(
            "/organisation/",
            headers={"hx-request": "true", "hx-current-url": "http://testserver/desk/?page=2"},
        )
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Fpage%3D2"


def test_one_sees_and_ends_ones_own_sessions_only(client, manager, officer):
    chrome = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
    phone, stranger = client.__class__(), client.__class__()
    sign_in(client, manager.username)
    phone.post(LOGIN, {"login": manager.username, "password": PASSWORD}, HTTP_USER_AGENT=chrome)
    sign_in(stranger, officer.username)
    rows = client.get("/accounts/sessions/").context["sessions"]
    assert [(row.device, row.current) for row in rows] == [
        ("未知设备", True),
        ("Chrome · Windows", False),
    ]
    foreign = stranger.get("/accounts/sessions/").context["sessions"][0].pk
    assert client.post("/accounts/sessions/", {"session": foreign}).status_code == 404
    client.post("/accounts/sessions/", {"session": rows[1].pk})
    assert [c.get("/accounts/profile/").status_code for c in (client, phone, stranger)] == [
        200,
        302,
        200,
    ]


def test_a_cache_that_is_down_keeps_nobody_out_and_still_counts(client, manager, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.SteadyRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert sign_in(client, manager.username).status_code == 302
    other = client.__class__()
    pages = [sign_in(other, manager.username, "wrong").content.decode() for _ in range(6)]
    assert ["已暂停登录" in page for page in pages] == [False] * 5 + [True]


def test_whoever_has_no_password_is_led_to_get_one(client, django_user_model):
    user = django_user_model.objects.create_user("no-password", "no-password@example.com")
    client.force_login(user)
    answer = client.get("/accounts/password/change/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/first/")
    assert client.get(answer["Location"]).status_code == 200
