"""What strangers meet: the registration form, and asking to join."""

import pytest
from django.core import mail

from accounts.models import Organisation, User
from casework.models import Notice
from onboarding.forms import ACCOUNT
from onboarding.models import Registration
from onboarding.views import public
from tests.onboarding.conftest import code, established
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db
PAGE, JOIN = "/register/", "/register/join/"


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def counts():
    return [model.objects.count() for model in (User, Organisation, Registration, Notice)]


@pytest.mark.usefixtures("bureaus")
class TestForm:
    def test_a_stranger_registers_and_is_told_what_happens_next(self, client, filled):
        response = client.post(PAGE, filled, follow=True)
        assert response.redirect_chain == [("/register/done/", 302)]
        assert Registration.objects.get().number in response.content.decode()
        assert "_auth_user_id" not in client.session
        (sent,) = mail.outbox
        assert (sent.to, "/accounts/confirm-email/" in sent.body) == ([filled["email"]], True)

    def test_what_is_wrong_with_the_account_is_told_beside_the_rest(self, client, filled):
        wrong = {"kind": "", "phone": "123", "password": "1234567", "password_again": "1234567"}
        response = client.post(PAGE, filled | wrong)
        assert sorted(errors(response)) == ["kind", "password", "phone"]
        assert errors(response)["phone"] == ["请填写11位手机号码。"]

    def test_a_taken_account_is_told_only_where_attempts_are_counted(self, client, filled, member):
        taken = member(None)
        wrong = {"kind": "", "username": taken.username, "email": taken.email}
        assert list(errors(client.post(PAGE, filled | wrong))) == ["kind"]

    def test_who_has_signed_in_registers_another_for_himself(self, client, filled, member):
        person = member(None)
        client.force_login(person)
        page = client.get(PAGE).content.decode()
        assert [name for name in ACCOUNT if f'name="{name}"' in page] == []
        response = client.post(PAGE, {k: v for k, v in filled.items() if k not in ACCOUNT})
        case = Registration.objects.get()
        assert (response["Location"], case.created_by) == (f"/cases/{case.number}/", person)
        assert User.objects.count() == 1
        assert case.owner.memberships.get().user == person

    def test_an_officer_registers_with_an_account_of_its_own(self, client, filled, county):
        client.force_login(county)
        client.post(PAGE, filled)
        assert Registration.objects.get().created_by.username == filled["username"]

    def test_a_code_typed_carelessly_is_put_right(self, client, filled):
        client.post(PAGE, filled | {"code": f" {code(1).lower()[:9]}　{code(1)[9:]} "})
        assert Organisation.objects.get(name=filled["name"]).code == code(1)

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("name", "", "请填写单位名称。"),
            ("name", "甲", "单位名称至少 2 个字，请填写全称。"),
            ("code", "", "请填写统一社会信用代码。"),
            ("code", "123", "统一社会信用代码应为 18 位，现为 3 位，请对照营业执照核对。"),
            ("kind", "", "请选择单位类别。"),
            ("kind", "hrss", "选择一个有效的选项。 hrss 不在可用的选项中。"),
            ("affiliation", "", "请选择隶属关系。"),
            ("contact_name", "", "请填写联系人姓名。"),
            ("phone", "", "请填写联系人手机。"),
            ("phone", "12345", "请填写11位手机号码。"),
            ("email", "", "请填写邮箱。"),
            ("email", "不是邮箱", "请输入合法的邮件地址。"),
            ("username", "", "请填写用户名。"),
            ("password", "", "请填写密码。"),
            ("password_again", "另一个密码-2026", "两次输入的密码不一致，请重新输入。"),
            ("truthful", "", "请勾选“以上内容真实、准确，本人受单位委托办理登记”。"),
        ],
    )
    def test_a_wrong_field_is_named_and_the_rest_is_kept(self, client, filled, field, typed, said):
        before = counts()
        response = client.post(PAGE, filled | {field: typed})
        assert response.status_code == 422
        assert errors(response) == {field: [said]}
        page = response.content.decode()
        kept = filled["email"] if field != "email" else filled["name"]
        assert f'value="{kept}"' in page
        assert filled["password"] not in page
        assert counts() == before

    @pytest.mark.parametrize(
        ("place", "said"),
        [
            (("", "", ""), "请选择所在地。"),
            (("370000", "", ""), "请继续选择到市或县（市、区）。"),
            (("370000", "371502", ""), "所选地区不在行政区划目录中，请重新选择。"),
            (("110000", "371500", "371502"), "所选地区不在行政区划目录中，请重新选择。"),
            (("999999", "", ""), "所选地区不在行政区划目录中，请重新选择。"),
            (("\0", "x" * 999, "１１００００"), "所选地区不在行政区划目录中，请重新选择。"),
        ],
    )
    def test_a_place_that_is_none_is_refused(self, client, filled, place, said):
        sent = filled | {f"division_{step}": part for step, part in enumerate(place)}
        response = client.post(PAGE, sent)
        assert errors(response) == {"division": [said]}

    def test_a_place_without_an_office_says_whom_to_ask(self, client, filled):
        sent = filled | {"division_0": "110000", "division_1": "110101", "division_2": ""}
        response = client.post(PAGE, sent)
        assert errors(response) == {
            "__all__": ["北京市东城区还没有开通网上登记，请联系当地人力资源社会保障部门。"]
        }

    def test_weak_passwords_are_refused_at_their_field(self, client, filled):
        response = client.post(PAGE, filled | {"password": "123", "password_again": "123"})
        assert list(errors(response)) == ["password"]
        assert Organisation.objects.filter(code=code(1)).count() == 0

    def test_sent_twice_it_is_one_registration_and_both_answers_say_so(self, client, filled):
        first = client.post("/register/", filled)
        second = client.__class__().post("/register/", filled)
        assert [first["Location"], second["Location"]] == ["/register/done/"] * 2
        assert (Registration.objects.count(), User.objects.count()) == (1, 1)
        for changed in (
            {"password": "Other-2026-pass", "password_again": "Other-2026-pass"},
            {"username": "other"},
            {"name": "另一家公司"},
        ):
            assert client.post("/register/", filled | changed).status_code == 422

    def test_a_code_that_is_here_leads_to_joining_and_names_nobody(self, client, filled, manager):
        sent = filled | {"username": "li4", "email": "li4@example.com", "contact_name": "李四"}
        response = client.post(PAGE, sent)
        assert response.status_code == 422
        assert list(errors(response)) == ["code"]
        page = response.content.decode()
        assert f"/register/join/?code={code(1)}" in page
        assert [word for word in (manager.username, manager.email, "张三") if word in page] == []

    def test_without_scripts_the_next_select_comes_by_a_button(self, client, filled):
        sent = {**filled, "division_1": "", "division_2": "", "_refresh": "1"}
        response = client.post(PAGE, sent)
        assert response.status_code == 200
        assert errors(response) == {}
        page = response.content.decode()
        assert '<option value="371500">聊城市</option>' in page
        assert f'value="{filled["email"]}"' in page
        assert counts()[2] == 0

    def test_the_page_obeys_the_strict_policy(self, client):
        assert inline_parts(client.get(PAGE).content.decode()) == []

    def test_who_registers_too_often_waits(self, client, filled, monkeypatch):
        monkeypatch.setattr(public, "REGISTRATIONS", "2/hour")
        answers = []
        for n in range(3):
            sent = filled | {"code": code(n), "username": f"u{n}", "email": f"u{n}@example.com"}
            answers.append(client.post(PAGE, sent).status_code)
        assert answers == [302, 302, 429]
        assert Registration.objects.count() == 2


class TestPlaces:
    @pytest.mark.parametrize(
        ("chosen", "offered"),
        [
            ({}, {"110000", "370000"}),
            ({"division_0": "370000"}, {"110000", "370000", "371500"}),
            ({"division_0": "110000"}, {"110000", "370000", "110101"}),
            (
                {"division_0": "370000", "division_1": "371500"},
                {"110000", "370000", "371500", "371502", "371521", "371522"},
            ),
            # Another province was chosen: its cities, and none of the old one's counties.
            ({"division_0": "110000", "division_1": "371500"}, {"110000", "370000", "110101"}),
            ({"division_0": "\0", "division_1": "'"}, {"110000", "370000"}),
        ],
    )
    def test_each_select_offers_what_lies_in_the_one_before(self, client, places, chosen, offered):
        page = client.get("/register/places/", chosen).content.decode()
        assert {number for number in places if f'value="{number}"' in page} == offered


class TestJoining:
    def ask(self, client, **changed):
        sent = {"code": code(1), "name": "李四", "email": "li4@example.com", "remark": "人事部"}
        return client.post(JOIN, sent | changed, follow=True)

    def test_the_managers_are_told_and_the_asker_learns_nothing(self, client, registered, manager):
        there = self.ask(client).content.decode()
        notice = Notice.objects.get(recipient=manager)
        assert notice.subject == "有人申请加入样例机械有限公司"
        assert "李四，邮箱：li4@example.com" in notice.body
        elsewhere = self.ask(client, code=code(7)).content.decode()
        told = [public.SENT in page for page in (there, elsewhere)]
        assert told == [True, True]
        assert [word for word in (manager.username, manager.email, "张三") if word in there] == []
        assert mail.outbox == []

    def test_asking_twice_tells_once(self, client, registered, manager):
        self.ask(client)
        self.ask(client, email="LI4@example.com")
        assert Notice.objects.filter(recipient=manager).count() == 1

    def test_who_asks_too_often_waits(self, client, places, monkeypatch):
        monkeypatch.setattr(public, "JOIN_REQUESTS", "1/hour")
        established(places["371502"], 1)
        assert [self.ask(client).status_code, self.ask(client).status_code] == [200, 429]

    def test_a_wrong_code_is_named_and_the_rest_kept(self, client, places):
        response = self.ask(client, code="1")
        assert (response.status_code, list(errors(response))) == (422, ["code"])
        assert 'value="li4@example.com"' in response.content.decode()
