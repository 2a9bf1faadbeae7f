"""Letters: numbered without gaps, printed once, served on record."""

import hashlib
import io
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts.enums import Role
from casework.enums import ServiceMethod, ServiceOutcome
from casework.letters import ACCEPTANCE, REFUSAL, SUPPLEMENT
from casework.models import Counter, Letter, LetterHead, LetterService
from casework.services import door, files, letters, numbering
from casework.services.letters import LetterError
from config import clock
from printing import pdf

KINDS = [ACCEPTANCE, SUPPLEMENT, REFUSAL]


@pytest.fixture
def head(bureau):
    return LetterHead.objects.create(office=bureau, prefix="聊人社评", contact="东昌路 1 号")


@pytest.fixture
def letter(petition, clerk, acceptor, head):
    door.perform(petition, "submit", actor=clerk)
    with transaction.atomic():
        return letters.issue(petition, ACCEPTANCE, actor=acceptor, wording="请按时参加评估。")


def number(n: int, mark: str = "受") -> str:
    return f"聊人社评{mark}〔{clock.today().year}〕{n:04d}号"


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_numbered_printed_and_stored(petition, acceptor, head, kind):
    with transaction.atomic():
        made = letters.issue(petition, kind, actor=acceptor, wording="第一条。\n\n第二条。")
    stored = files.read(made.file)
    assert made.number == number(1, kind.mark)
    assert hashlib.sha256(stored).hexdigest() == made.file.sha256
    assert pdf.render(made.template, json.loads(made.context)) == stored
    printed = text_of(stored).replace("\n", "")
    for wanted in (kind.title, made.number, "样例机械有限公司：", "第一条。", "第二条。", "东昌路"):
        assert wanted in printed
    assert [(s.method, s.outcome) for s in made.services.all()] == [("portal", "sent")]


def test_each_kind_of_letter_counts_for_itself(petition, acceptor, head):
    with transaction.atomic():
        made = [letters.issue(petition, kind, actor=acceptor) for kind in [*KINDS, ACCEPTANCE]]
    assert [each.number for each in made] == [
        number(1), number(1, "补"), number(1, "不受"), number(2),
    ]  # fmt: skip


def test_an_office_without_a_prefix_issues_none(petition, acceptor):
    with pytest.raises(LetterError, match="还没有设置机关代字"), transaction.atomic():
        letters.issue(petition, ACCEPTANCE, actor=acceptor)
    assert Letter.objects.count() == 0


def test_a_character_that_cannot_be_printed_takes_no_number(petition, acceptor, head):
    with pytest.raises(LetterError, match="没有可用的字形"), transaction.atomic():
        letters.issue(petition, ACCEPTANCE, actor=acceptor, wording="\ue000")
    assert Counter.objects.filter(key__startswith="letter/").count() == 0


def test_no_number_is_given_outside_a_transaction(monkeypatch):
    class Outside:
        in_atomic_block = False

    monkeypatch.setattr(numbering, "connection", Outside)
    with pytest.raises(RuntimeError, match="只能在事务中取得"):
        numbering.take("letter/x/2026")


@pytest.mark.django_db
@settings(max_examples=20)
@given(st.lists(st.booleans(), max_size=12))
def test_numbers_have_no_gap_whatever_fails(outcomes):
    key = f"letter/gaps/{Counter.objects.count()}/{id(outcomes)}"
    taken = []
    for succeeds in outcomes:
        try:
            with transaction.atomic():
                n = numbering.take(key)
                if not succeeds:
                    raise ValueError
            taken.append(n)
        except ValueError:
            continue
    assert taken == list(range(1, sum(outcomes) + 1))


def issue_at_once(petition, acceptor, times: int, take) -> tuple[list, list]:
    """Letters issued by as many threads at once; their numbers, and what went wrong."""
    barrier, numbers, faults = Barrier(times), [], []

    def issue():
        barrier.wait()
        try:
            with transaction.atomic():
                numbers.append(take(petition, acceptor))
        except DatabaseError as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [Thread(target=issue) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(numbers), faults


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_are_gapless_and_the_lock_is_why(petition, acceptor, head):
    def without_lock(petition, acceptor):
        counter, _ = Counter.objects.get_or_create(key="letter/unlocked")
        seen = counter.last
        middle.wait()
        Counter.objects.filter(key="letter/unlocked").update(last=seen + 1)
        return seen + 1

    middle = Barrier(4)
    Counter.objects.create(key="letter/unlocked")
    assert issue_at_once(petition, acceptor, 4, without_lock) == ([1, 1, 1, 1], [])

    def issue(petition, acceptor):
        return letters.issue(petition, ACCEPTANCE, actor=acceptor).number

    assert issue_at_once(petition, acceptor, 4, issue) == ([number(n) for n in (1, 2, 3, 4)], [])


def test_the_database_keeps_letters_as_they_went_out(letter):
    for rows, change in (
        (Letter.objects, {"context": "{}"}),
        (LetterService.objects, {"outcome": "received"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete("default")


def test_the_addressee_confirms_receipt_once(client, letter, clerk):
    client.force_login(clerk)
    address = reverse("casework:letter", args=[letter.pk])
    assert "签收" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(f"{address}acknowledge/").status_code == 302
    served = letter.services.get(outcome=ServiceOutcome.RECEIVED)
    assert (served.method, served.on) == ("portal", clock.today())
    assert served.receipt == f"{clerk.display_name}在平台签收"


def test_the_office_records_how_it_was_served(client, letter, acceptor):
    client.force_login(acceptor)
    address = reverse("casework:letter", args=[letter.pk])
    sent = {"method": "mail", "outcome": "deemed", "on": str(clock.today()), "receipt": ""}
    refused = client.post(address, sent)
    assert (refused.status_code, "请写明签收人" in refused.content.decode()) == (422, True)
    assert client.post(address, sent | {"receipt": "拒收，留置"}).status_code == 302
    again = client.post(address, sent | {"receipt": "再记一次"})
    assert (again.status_code, "已经记录送达" in again.content.decode()) == (422, True)
    assert [(s.outcome, s.receipt) for s in letter.services.all()] == [
        ("sent", ""), ("deemed", "拒收，留置"),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_is_served_neither_before_it_was_issued_nor_tomorrow(letter, acceptor, days):
    with pytest.raises(LetterError, match="签发日期至今天之间"):
        letters.record_service(
            letter,
            method=ServiceMethod.HANDED,
            outcome=ServiceOutcome.RECEIVED,
            on=clock.today() + timedelta(days),
            receipt="本人",
            actor=acceptor,
        )


def test_who_may_see_serve_and_acknowledge(client, letter, clerk, acceptor, member, bureau):
    page = reverse("casework:letter", args=[letter.pk])
    stranger = member(bureau, Role.EXPERT)
    sent = {"method": "mail", "outcome": "sent", "on": str(clock.today())}
    for user, seen, recorded, confirmed in (
        (clerk, 200, 403, 302),
        (acceptor, 200, 302, 403),
        (stranger, 404, 404, 404),
    ):
        client.force_login(user)
        answers = client.get(page), client.post(page, sent), client.post(f"{page}acknowledge/")
        assert [a.status_code for a in answers] == [seen, recorded, confirmed]


def test_a_manager_sets_the_head_and_no_two_offices_share_it(client, bureau, centre, member):
    manager, other = member(bureau, Role.MANAGER), member(centre, Role.MANAGER)
    address = reverse("casework:letter-head", args=[bureau.pk])
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(manager)
    assert client.post(address, {"prefix": "聊人社评", "contact": ""}).status_code == 302
    assert LetterHead.objects.get().prefix == "聊人社评"
    with pytest.raises(LetterError, match="已由其他机关使用"):
        letters.set_head(centre, prefix="聊人社评", contact="", actor=other)
    with pytest.raises(door.ForbiddenError):
        letters.set_head(bureau, prefix="别的", contact="", actor=other)
