"""Publicity: read by anybody, objected to until its last day, closed only when nothing hinders."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from stdnum.cn import ric

from accounts.enums import Role
from accounts.models import Unmasking
from casework.enums import PublicationKind
from casework.models import Notice, Objection, Publication
from casework.selectors import latest_notices
from casework.services import door, publications
from casework.services.publications import PublicationError
from catalogue.models import CalendarDay, CalendarYear
from config import clock
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db

# Monday 16 November 2026; five working days end on Monday 23.
MONDAY = datetime(2026, 11, 16, 4, tzinfo=UTC)
LAST_DAY = date(2026, 11, 23)
PERSON = "000000" + "18000101" + "001"  # nobody's


def on(day: date):
    return clock.travel(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def reviewer(member, bureau):
    return member(bureau, Role.REVIEWER)


@pytest.fixture
def publish(bureau, reviewer):
    def make(title: str = "评估结果公示", **options) -> Publication:
        values = {
            "kind": PublicationKind.PUBLICITY,
            "body": "样例机械有限公司（张*），拟予备案。",
            "office": bureau,
            "actor": reviewer,
            "working_days": 5,
            "basis": "鲁人社字〔2020〕50号",
        }
        with clock.travel(options.pop("at", MONDAY)):
            return publications.publish(title=title, **values | options)

    return make


@pytest.fixture
def publicity(publish):
    return publish()


def objected(publication, day: date = LAST_DAY, **values) -> tuple[Objection, str]:
    with on(day):
        receipt = publications.object_to(publication, text="名单有误", token=uuid.uuid4(), **values)
    return Objection.objects.get(number=receipt.number), receipt.secret


def answered(objection, actor, *, upheld: bool):
    with on(LAST_DAY):
        publications.answer(objection, upheld=upheld, text="经核实。", actor=actor)


def close_on(day: date) -> list[Publication]:
    with on(day):
        return publications.close_due()


AFTER = LAST_DAY + timedelta(1)


@pytest.mark.clause("SD-09")
def test_the_window_is_counted_in_working_days_from_the_day_after(publicity):
    assert (publicity.published_on, publicity.closes_on) == (MONDAY.date(), LAST_DAY)
    assert close_on(LAST_DAY) == []
    assert close_on(AFTER) == [publicity]
    assert close_on(AFTER + timedelta(30)) == []
    publicity.refresh_from_db()
    assert (publicity.status, publicity.ended_by) == ("cleared", None)


@pytest.mark.parametrize("upheld", [None, True, False])
def test_it_is_not_cleared_over_an_objection(publicity, reviewer, upheld):
    objection, _ = objected(publicity)
    if upheld is not None:
        answered(objection, reviewer, upheld=upheld)
    assert close_on(AFTER) == ([publicity] if upheld is False else [])
    said = {None: "有异议尚未答复。", True: "有异议成立，应更正后重新公示或撤下。", False: ""}
    with on(AFTER):
        assert publications.hindrance(publicity) == said[upheld]


def test_a_case_that_the_system_may_not_move_stays_and_keeps_no_other_open(
    publish, petition, clerk
):
    """The sample's own act `accept` is an officer's."""
    door.perform(petition, "submit", actor=clerk)
    stays, ends = publish("样例一", case=petition, act="accept"), publish("样例二")
    assert close_on(AFTER) == [ends]
    stays.refresh_from_db()
    petition.refresh_from_db()
    assert (stays.status, petition.state) == ("open", "submitted")


def test_a_case_that_went_another_way_does_not_keep_the_window_open(publish, petition, clerk):
    made = publish("样例二", case=petition, act="issue_receipt")
    with on(AFTER), pytest.raises(PublicationError, match="公示尚未结束"):
        publications.refuse_unless_clear(petition)
    assert close_on(AFTER) == [made]
    publications.refuse_unless_clear(petition)
    petition.refresh_from_db()
    assert petition.state == "draft"


def test_a_calendar_that_changes_moves_the_window(publicity):
    year = CalendarYear.objects.create(
        year=2026, status="announced", source="样例", digest="x", loaded_at=MONDAY
    )
    CalendarDay.objects.create(calendar=year, date=date(2026, 11, 18), kind="off", name="样例")
    assert publications.recompute() == [publicity]
    publicity.refresh_from_db()
    assert publicity.closes_on == date(2026, 11, 24)
    assert publications.recompute() == []


# --- Objections --------------------------------------------------------------------------------


def objection_page(client, publication):
    return client.get(reverse("casework:public-object", args=[publication.pk]))


def sent(page, **values) -> dict:
    token = page.context["form"]["token"].value()
    return {
        "token": str(token),
        "text": "名单有误，附件见原件。",
        "name": "",
        "contact": "",
    } | values


def receipt_in(response) -> tuple[str, str]:
    return tuple(re.findall(r'class="receipt">(.*?)<', response.content.decode()))


def test_anybody_objects_once_and_reads_the_answer_with_the_receipt(client, publicity, reviewer):
    address = reverse("casework:public-object", args=[publicity.pk])
    contact = "1" + "3" * 10
    with on(LAST_DAY):
        form = sent(objection_page(client, publicity), name="李四", contact=contact)
        number, secret = receipt_in(client.post(address, form))
        assert receipt_in(client.post(address, form)) == (number,)
    objection = Objection.objects.get()
    assert (number, len(secret)) == ("YY2026000001", 10)
    assert (objection.name, objection.contact) == ("李四", contact)
    lookup = reverse("casework:public-objection")
    right = {"number": number.lower(), "secret": f" {secret.lower()} "}
    assert "核实中" in client.post(lookup, right).content.decode()
    answered(objection, reviewer, upheld=False)
    page = client.post(lookup, right).content.decode()
    assert ("异议不成立" in page, "经核实。" in page, "李四" in page, contact in page) == (
        True, True, False, False,
    )  # fmt: skip
    for wrong in ({"number": number, "secret": "2" * 10}, {"number": "YY1", "secret": secret}):
        refused = client.post(lookup, wrong)
        assert (refused.status_code, "没有找到" in refused.content.decode()) == (422, True)


def test_who_objects_and_what_they_say_lies_encrypted(publicity):
    objection, secret = objected(publicity, name="李四", contact="lisi@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM casework_objection")
        raw = " ".join(map(str, cursor.fetchone()))
    assert [word in raw for word in ("李四", "lisi", "名单有误", secret)] == [False] * 4
    assert objection.number in raw


def test_who_may_answer_is_told_of_an_objection_and_finds_the_way(
    client, publicity, reviewer, member, bureau
):
    member(bureau, Role.ACCEPTOR)
    signer = member(bureau, Role.SIGNER)
    objection, _ = objected(publicity)
    told = Notice.objects.order_by("recipient").values_list("recipient", "subject", "link")
    page = reverse("casework:publication", args=[publicity.pk])
    assert list(told) == [(user.pk, "收到一件异议", page) for user in (reviewer, signer)]
    client.force_login(signer)
    address = reverse("casework:objection-answer", args=[publicity.pk, objection.pk])
    form = client.get(address).content.decode()
    assert form.index("<h1") < form.index("名单有误") < form.index(">答复</button>")


def test_nobody_objects_after_the_last_day(client, publicity):
    with on(LAST_DAY):
        form = sent(objection_page(client, publicity))
    with on(AFTER):
        assert objection_page(client, publicity).status_code == 302
        late = client.post(reverse("casework:public-object", args=[publicity.pk]), form)
    page = late.content.decode()
    assert (late.status_code, "公示已经结束" in page, form["text"] in page) == (422, True, True)
    assert Objection.objects.count() == 0


def test_an_empty_objection_and_a_forged_token_are_refused(client, publicity):
    address = reverse("casework:public-object", args=[publicity.pk])
    with on(LAST_DAY):
        empty = client.post(address, sent(objection_page(client, publicity), text=" "))
        forged = client.post(address, sent(objection_page(client, publicity), token="x"))
    assert (empty.status_code, forged.status_code) == (422, 422)
    assert "请填写异议内容" in empty.content.decode()


def test_objections_and_questions_are_limited(client, publicity):
    address = reverse("casework:public-object", args=[publicity.pk])
    with on(LAST_DAY):
        answers = [
            client.post(address, sent(objection_page(client, publicity))).status_code
            for _ in range(6)
        ]
    assert answers == [200] * 5 + [429]
    guess = {"number": "YY2026000001", "secret": "2" * 10}
    lookup = reverse("casework:public-objection")
    answers = [client.post(lookup, guess).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


def test_an_objection_is_answered_once_by_the_office_alone(client, publicity, reviewer, clerk):
    objection, _ = objected(publicity)
    address = reverse("casework:objection-answer", args=[publicity.pk, objection.pk])
    form = {"upheld": "no", "answer": "经核实，名单无误。"}
    client.force_login(clerk)
    assert client.post(address, form).status_code == 404
    client.force_login(reviewer)
    assert client.post(address, {"upheld": "no", "answer": ""}).status_code == 422
    assert client.post(address, form).status_code == 302
    again = client.post(address, form)
    assert (again.status_code, "已经答复" in again.content.decode()) == (422, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.update(answer="改口")


def test_who_objects_is_masked_until_somebody_who_answers_gives_a_reason(
    client, publicity, reviewer, acceptor
):
    objection, _ = objected(publicity, name="李四", contact="lisi@example.org")
    page = reverse("casework:publication", args=[publicity.pk])
    full = reverse("accounts:unmask", args=["casework.objection", objection.pk, "name"])
    client.force_login(acceptor)
    assert objection.number not in client.get(page).content.decode()
    assert client.get(full).status_code == 403
    client.force_login(reviewer)
    shown = client.get(page).content.decode()
    assert ("李*" in shown, "李四" in shown, "lisi@example" in shown) == (True, False, False)
    assert "李四" not in client.get(full).content.decode()
    assert "李四" in client.post(full, {"reason": "核实异议"}).content.decode()
    assert [(u.user, u.reason) for u in Unmasking.objects.all()] == [(reviewer, "核实异议")]


def test_what_is_encrypted_may_be_encrypted_anew(publicity, reviewer):
    objection, _ = objected(publicity, name="李四")
    answered(objection, reviewer, upheld=False)
    assert Objection.objects.update(name="李四", contact="", text="名单有误") == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_objection_in_the_last_moment_is_not_lost_to_the_closing(publicity):
    """Both take the lock of the publicity: either it was taken before, or it is told too late."""
    barrier, outcomes = Barrier(2), {}

    def run(name, do):
        barrier.wait()
        try:
            outcomes[name] = do()
        except PublicationError:
            outcomes[name] = None
        finally:
            connection.close()

    def close():
        with on(AFTER):
            return publications.close_due()

    threads = [
        Thread(target=run, args=("objection", lambda: objected(publicity, LAST_DAY)[0])),
        Thread(target=run, args=("closing", close)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    closed = Publication.objects.get().status == "cleared"
    assert closed is not Objection.objects.exists()
    assert closed is bool(outcomes["closing"])


# --- Publishing --------------------------------------------------------------------------------


def test_an_officer_publishes_and_everybody_reads(client, bureau, reviewer):
    client.force_login(reviewer)
    form = {
        "office": bureau.pk,
        "kind": "publicity",
        "title": "评估结果公示",
        "body": "拟予备案：样例公司。",
        "working_days": "",
        "basis": "",
    }
    address = reverse("casework:publication-new")
    refused = client.post(address, form)
    page = refused.content.decode()
    assert (refused.status_code, "请填写公示多少个工作日" in page, form["body"] in page) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(address, form | {"working_days": "5"}).status_code == 302
    made = Publication.objects.get()
    client.logout()
    public = client.get(reverse("casework:public-notice", args=[made.pk]))
    page = public.content.decode()
    assert (public.status_code, form["body"] in page, "本系统默认" in page) == (200, True, True)
    assert inline_parts(page) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("联系电话 1" + "3" * 10, "手机号码"),
        ("证件号 " + PERSON + ric.calc_check_digit(PERSON + "0"), "居民身份证号码"),
    ],
)
def test_a_text_with_a_persons_number_is_not_published(publish, body, said):
    with pytest.raises(PublicationError, match=said):
        publish(body=body)
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["电话 0635-8230000", "代码 91371500MA3C000017", "1" * 18, "身份证 3715**********1234"]
)
def test_other_numbers_are_published(publish, body):
    assert publish(body=body).body == body


def test_a_correction_is_a_new_one_that_leads_to_the_old(client, publicity, reviewer):
    address = reverse("casework:publication-correct", args=[publicity.pk])
    form = {
        "title": "评估结果公示（更正）",
        "body": "拟予备案：另一公司。",
        "reason": "单位名称有误",
    }
    thursday = date(2026, 11, 19)
    with on(thursday):
        client.force_login(reviewer)
        assert client.post(address, form).status_code == 302
        again = client.post(address, form)
    assert (again.status_code, "不能再更正" in again.content.decode()) == (422, True)
    client.logout()
    new = Publication.objects.get(corrects=publicity)
    assert (new.published_on, new.closes_on) == (thursday, date(2026, 11, 26))
    publicity.refresh_from_db()
    assert (publicity.status, publicity.end_reason) == ("corrected", "单位名称有误")
    old_page = client.get(reverse("casework:public-notice", args=[publicity.pk])).content.decode()
    assert "单位名称有误" in old_page
    assert reverse("casework:public-notice", args=[new.pk]) in old_page
    new_page = client.get(reverse("casework:public-notice", args=[new.pk])).content.decode()
    assert reverse("casework:public-notice", args=[publicity.pk]) in new_page
    assert close_on(date(2026, 11, 27)) == [new]


def test_who_may_publish_correct_and_withdraw(client, publicity, reviewer, acceptor, clerk):
    addresses = [
        reverse("casework:publication-new"),
        *(
            reverse(f"casework:publication{name}", args=[publicity.pk])
            for name in ("", "-correct", "-withdraw")
        ),
    ]
    found = {}
    for user in (reviewer, acceptor, clerk):
        client.force_login(user)
        found[user] = [client.get(address).status_code for address in addresses]
    assert found == {
        reviewer: [200, 200, 200, 200],
        acceptor: [403, 200, 403, 403],
        clerk: [200, 404, 404, 404],  # an agency publishes its own results
    }


def test_a_withdrawn_one_stays_readable_with_its_reason(client, publicity, reviewer):
    address = reverse("casework:publication-withdraw", args=[publicity.pk])
    with on(LAST_DAY):
        client.force_login(reviewer)
        assert client.post(address, {"reason": "发布有误"}).status_code == 302
    client.logout()
    page = client.get(reverse("casework:public-notice", args=[publicity.pk])).content.decode()
    assert ("发布有误" in page, "提出异议" in page) == (True, False)
    assert close_on(AFTER) == []
    assert latest_notices(5) == []


def test_the_database_keeps_what_was_published(publicity):
    for change in ({"body": "别的"}, {"working_days": 1}, {"status": "published"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all()._raw_delete("default")


def test_the_home_page_shows_the_newest(client, publish):
    for n in range(3):
        publish(f"公示{n}", at=MONDAY + timedelta(hours=n))
    assert [line.title for line in latest_notices(2)] == ["公示2", "公示1"]
    page = client.get("/").content.decode()
    assert page.index("公示2") < page.index("公示1") < page.index("公示0")


def test_the_public_list_is_narrowed_and_survives_any_address(client, publish):
    publish("甲的公示")
    publish(
        "乙的公告",
        at=MONDAY + timedelta(1),
        kind=PublicationKind.ANNOUNCEMENT,
        working_days=None,
        basis="",
    )

    def titles(**query) -> list[str]:
        page = client.get(reverse("casework:public-notices"), query)
        assert page.status_code == 200
        return [row.title for row in page.context["table"].page]

    assert titles() == ["乙的公告", "甲的公示"]
    assert titles(search="甲") == ["甲的公示"]
    assert titles(search="聊城") == ["乙的公告", "甲的公示"]
    assert titles(kind="announcement") == ["乙的公告"]
    assert titles(status="open") == ["甲的公示"]
    assert titles(sort="published") == ["甲的公示", "乙的公告"]
    assert titles(page="99", sort="x", kind="?", search="\0") == ["乙的公告", "甲的公示"]
    assert client.get("/notices/999/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_as_often_for_many_rows_as_for_one(
    client, publish, reviewer, count, django_assert_num_queries
):
    for n in range(count):
        publish(f"公示{n}")
    client.get("/notices/")
    with django_assert_num_queries(2):
        client.get("/notices/")
    client.force_login(reviewer)
    client.get(reverse("casework:publications"))
    with django_assert_num_queries(9):
        client.get(reverse("casework:publications"))
