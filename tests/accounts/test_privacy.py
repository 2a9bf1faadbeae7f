"""Protected data is shown on record only; people ask for their own."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import DataRequest, Unmasking, User
from casework.models import Notice
from config import clock

pytestmark = pytest.mark.django_db
PHONE = "1" + "3" * 10
ASKED = {
    "kind": "access",
    "name": "赵一",
    "document_kind": "passport",
    "document_number": "e12345678",
    "contact": "zhao@example.com",
    "detail": "请告知我的评价成绩",
}


@pytest.fixture
def clerk(person, enterprise):
    return person(enterprise, Role.CLERK, phone=PHONE)


def test_a_phone_is_shown_after_a_reason_and_the_look_is_on_record(
    as_user, manager, clerk, enterprise
):
    client = as_user(manager)
    address = f"/personal/accounts.user/{clerk.pk}/phone/"
    assert PHONE not in client.get(address).content.decode()
    assert "请写明查看事由" in client.post(address, {"reason": "看"}).content.decode()
    assert Unmasking.objects.count() == 0
    page = client.post(address, {"reason": "核对报名信息"})
    assert (PHONE in page.content.decode(), "no-store" in page["Cache-Control"]) == (True, True)
    look = Unmasking.objects.get()
    assert (look.user, look.organisation, look.record, look.field, look.reason) == (
        manager,
        enterprise,
        f"accounts.user:{clerk.pk}",
        "phone",
        "核对报名信息",
    )
    log = client.get("/organisation/unmaskings/").content.decode()
    words = ("核对报名信息", f"用户 {clerk.name} 的手机号码", PHONE)
    assert [word in log for word in words] == [True, True, False]


def test_managers_find_the_way_to_a_colleagues_phone_and_back(as_user, manager, clerk):
    address = f"/personal/accounts.user/{clerk.pk}/phone/?next=/organisation/"
    seen = []
    for user in (manager, clerk):
        page = as_user(user).get("/organisation/").content.decode()
        seen.append((PHONE in page, f'href="{address}"' in page))
    assert seen == [(False, True), (False, False)]
    shown = as_user(manager).post(address, {"reason": "核对报名信息"}).content.decode()
    assert 'href="/organisation/">返回</a>' in shown
    foreign = as_user(manager).get(f"{address[:-14]}https://elsewhere.example/").content.decode()
    assert "elsewhere" not in foreign


def test_the_bureau_reaches_the_manager_it_is_about_to_replace(as_user, person, enterprise, bureau):
    person(enterprise, Role.MANAGER, phone=PHONE)
    page = as_user(person(bureau, Role.MANAGER)).get(
        f"/organisation/territory/{enterprise.pk}/manager/"
    )
    assert ("133****3333" in page.content.decode(), PHONE in page.content.decode()) == (True, False)


@pytest.mark.parametrize("change", [{"reason": "另一事由"}, {"field": "name"}, None])
def test_a_look_stays_on_record_as_it_was(as_user, manager, clerk, change):
    as_user(manager).post(f"/personal/accounts.user/{clerk.pk}/phone/", {"reason": "核对报名信息"})
    looks = Unmasking.objects.all()
    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        looks.update(**change) if change else looks.delete()
    assert looks.get().reason == "核对报名信息"


def test_a_look_that_cannot_be_recorded_shows_nothing(as_user, manager, clerk, monkeypatch):
    monkeypatch.setattr(Unmasking.objects, "create", _fail)
    with pytest.raises(RuntimeError):
        as_user(manager).post(
            f"/personal/accounts.user/{clerk.pk}/phone/", {"reason": "核对报名信息"}
        )


def _fail(**_):
    raise RuntimeError


@pytest.mark.parametrize("path", ["accounts.user/{}/password/", "accounts.nothing/{}/phone/"])
def test_what_is_not_registered_is_not_there(as_user, manager, clerk, path):
    assert as_user(manager).post("/personal/" + path.format(clerk.pk)).status_code == 404


def test_one_keeps_ones_own_profile(as_user, clerk):
    client = as_user(clerk)
    bad = client.post("/accounts/profile/", {"name": "赵㛃", "phone": "12"}).content.decode()
    assert ("请填写11位手机号码" in bad, 'value="赵㛃"' in bad) == (True, True)
    number = PHONE[:-1] + "4"
    client.post("/accounts/profile/", {"name": "赵㛃", "phone": f"+86 {number}"})
    saved = User.objects.get(pk=clerk.pk)
    assert (saved.name, saved.phone) == ("赵㛃", number)


def test_anybody_asks_for_his_own_data_and_gets_a_number(client, bureau):
    response = client.post("/privacy/", ASKED | {"office": bureau.pk}, follow=True)
    row = DataRequest.objects.get()
    page = response.content.decode()
    assert (row.number in page, "E12345678" in page, "赵一" in page) == (True, False, False)
    assert (row.document_number, row.progress, (row.due_on - clock.today()).days) == (
        "E12345678",
        "received",
        30,
    )
    assert row.number not in client.get("/privacy/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_datarequest")
        stored = str(cursor.fetchall())
    assert [word in stored for word in ("赵一", "E12345678", "zhao@", "成绩")] == [False] * 4


def test_the_managers_of_the_office_are_told_of_a_request(client, bureau, person):
    manager = person(bureau, Role.MANAGER)
    person(bureau, Role.ACCEPTOR)
    client.post("/privacy/", ASKED | {"office": bureau.pk})
    number = DataRequest.objects.get().number
    told = Notice.objects.values_list("recipient", "subject", "link")
    assert list(told) == [
        (manager.pk, "收到一件个人信息申请", f"/organisation/data-requests/{number}/")
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document_number": "E1"}, "护照号码应为"),
        ({"document_kind": "id_card"}, "居民身份证号码应为18位"),
        ({"name": ""}, "请填写姓名"),
        ({"office": "0"}, "办理机关"),
    ],
)
def test_a_wrong_request_is_explained_and_kept(client, bureau, change, message):
    page = client.post("/privacy/", ASKED | {"office": bureau.pk} | change).content.decode()
    assert (message in page, ASKED["detail"] in page) == (True, True)
    assert DataRequest.objects.count() == 0


def test_too_many_requests_wait(client, bureau):
    data = ASKED | {"office": bureau.pk}
    assert [client.post("/privacy/", data).status_code for _ in range(21)] == [302] * 20 + [429]


def test_the_office_proves_who_asks_before_it_answers(as_user, client, bureau, person):
    client.post("/privacy/", ASKED | {"office": bureau.pk})
    row = DataRequest.objects.get()
    officer = as_user(person(bureau, Role.ACCEPTOR))
    address = f"/organisation/data-requests/{row.number}/"
    page = officer.get(address).content.decode()
    assert ("赵*" in page, "赵一" in page, "E12345678" in page) == (True, False, False)
    answered = {"act": "answer", "answer-text": "已当面提供", "answer-granted": "yes"}
    assert "请先核实申请人身份" in officer.post(address, answered).content.decode()
    officer.post(address, {"act": "prove", "prove-proof": "本人持证件到窗口"})
    officer.post(address, answered)
    row.refresh_from_db()
    assert (row.progress, row.proof, row.answer) == ("answered", "本人持证件到窗口", "已当面提供")
    again = officer.post(address, answered | {"answer-text": "改"}).content.decode()
    row.refresh_from_db()
    assert ("这项申请已经办结" in again, row.answer) == (True, "已当面提供")
