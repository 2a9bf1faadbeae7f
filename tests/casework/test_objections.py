"""Objections to a publicity: taken from anybody until its last day, answered by its office."""

import re
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unmasking
from casework.models import Notice, Objection, Publication
from casework.services import publications
from casework.services.publications import PublicationError
from tests.casework.publicity import AFTER, LAST_DAY, answered, objected, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


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
