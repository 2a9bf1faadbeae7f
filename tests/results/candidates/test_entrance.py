"""Who comes in without an account, and that nobody learns anything else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Entry
from casework.models import Event
from config import clock
from results.models import CandidateLook
from results.selectors import candidates
from tests.assessment.entering import an_entry, id_number
from tests.results.candidates.world import ENTRANCE, LEAVE, OWN, RECHECK, TICKET, let_in, three

pytestmark = pytest.mark.django_db
PAGES = (OWN, TICKET, RECHECK)


def bare(response) -> str:
    """The page without what the visitor typed and without tokens."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'(name="(?:name|id_number|number)"[^>]*?) value="[^"]*"', r"\1", body)


def test_the_three_things_let_in_and_nothing_of_them_stands_in_the_address(day):
    client = Client()
    answer = client.post(ENTRANCE, three(1, day.entries[0]))
    assert (answer.status_code, answer.headers["Location"]) == (302, OWN)
    cookie = answer.cookies["candidate"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (ENTRANCE, True, "Strict")
    assert "sessionid" not in answer.cookies
    page = client.get(OWN)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert list(CandidateLook.objects.values_list("entry", "what")) == [
        (day.entries[0].pk, "entered")
    ]


@pytest.mark.parametrize(
    "spelled",
    [
        lambda entry: {"number": entry.ticket},
        lambda entry: {"number": f" {entry.number.lower()} "},
        lambda entry: {"number": entry.number.replace("-", "－")},
        lambda entry: {"name": " ".join(entry.name)},
        lambda entry: {"id_number": " ".join(id_number(1))},
    ],
)
def test_other_spellings_of_the_same_come_in(day, spelled):
    entry = day.entries[0]
    answer = Client().post(ENTRANCE, three(1, entry, **spelled(entry)))
    assert answer.headers.get("Location") == OWN


@pytest.fixture
def strangers(day):
    """What does not fit, each in its own way."""
    first, second = day.entries[:2]
    draft = an_entry(day.plan, day.item, 8, status="draft")
    return {
        "nobody": {"name": "无此人", "id_number": id_number(9), "number": "PJ2026999999-00001"},
        "name": three(1, first, name=second.name),
        "unreadable": three(1, first, name="\ue000"),
        "id": three(1, first, id_number=id_number(2)),
        "no id at all": three(1, first, id_number="——"),
        "number of another": three(1, first, number=second.number),
        "ticket of another": three(1, first, number=second.ticket),
        "no number": three(1, first, number="——"),
        "not handed in": three(8, draft),
        "part of the number": three(1, first, number=first.number[:-1]),
        "pattern": three(1, first, number="%"),
    }


def test_whatever_is_wrong_gets_the_same_answer(day, strangers, django_assert_num_queries):
    pages = {}
    for what, typed in strangers.items():
        with django_assert_num_queries(1):
            answer = Client(REMOTE_ADDR="192.0.2.7").post(ENTRANCE, typed)
        assert (what, answer.status_code, dict(answer.cookies).keys()) == (
            what,
            422,
            {"csrftoken"},
        )
        pages[what] = bare(answer)
    assert {what: page == pages["nobody"] for what, page in pages.items()} == dict.fromkeys(
        strangers, True
    )
    assert "没有查到报名" in pages["nobody"]
    assert day.plan.title not in pages["name"]
    assert not CandidateLook.objects.exists()


def test_what_was_typed_stays_and_what_is_missing_is_named(day):
    answer = Client().post(ENTRANCE, three(1, day.entries[0], number=""))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{id_number(1)}"' in body
    assert "请填写报名编号或准考证号。" in body
    assert "没有查到报名" not in body


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "a" * 5000, "id_number": "1" * 5000, "number": "2" * 5000},
        {"name": "\0", "id_number": "\0", "number": "\0"},
        {"name": "'; DROP TABLE x; --", "id_number": "\u202e1", "number": "\ud7ff"},
        {"name": ["a", "b"], "id_number": ["1", "2"], "number": ["3", "4"]},
        {"name": "<script>", "id_number": "<b>", "number": "<i>"},
    ],
)
@pytest.mark.usefixtures("day")
def test_hostile_input_is_refused_in_words(typed):
    answer = Client().post(ENTRANCE, typed)
    assert answer.status_code == 422
    assert "<script>" not in bare(answer).split("<main", 1)[1]


def test_guessing_at_one_number_ends_even_from_many_addresses(day):
    entry = day.entries[0]
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{place}")
        .post(ENTRANCE, three(1, entry, id_number=id_number(100 + place)))
        .status_code
        for place in range(1, 12)
    ]
    assert answers == [422] * 10 + [429]
    # The right ones tell no more than the wrong ones do.
    assert Client(REMOTE_ADDR="192.0.2.99").post(ENTRANCE, three(1, entry)).status_code == 429
    other = day.entries[1]
    assert Client(REMOTE_ADDR="192.0.2.99").post(ENTRANCE, three(2, other)).status_code == 302


@pytest.mark.usefixtures("day")
def test_one_visitor_guesses_at_many_numbers_for_a_while_only():
    client = Client(REMOTE_ADDR="192.0.2.5")
    typed = {"name": "张三", "id_number": id_number(1)}
    answers = [
        client.post(ENTRANCE, typed | {"number": f"PJ2026000001-{place:05}"}).status_code
        for place in range(61)
    ]
    assert answers == [422] * 60 + [429]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("day")
def test_without_a_session_every_page_leads_to_the_entrance(page):
    for cookie in ("", "x", "a" * 32, "\x00" * 32, "a" * 5000, "../../etc/passwd"):
        client = Client()
        client.cookies["candidate"] = cookie
        assert client.get(page).headers.get("Location") == ENTRANCE


def test_a_session_ends_after_a_quarter_of_an_hour_without_use(day, at):
    client, begun = let_in(day), clock.now()
    at(begun + timedelta(minutes=14))
    assert client.get(OWN).status_code == 200
    at(begun + timedelta(minutes=28))
    assert client.get(OWN).status_code == 200
    at(begun + timedelta(minutes=43, seconds=1))
    assert client.get(OWN).headers["Location"] == ENTRANCE
    at(begun + timedelta(minutes=30))  # it does not come back
    assert client.get(OWN).headers["Location"] == ENTRANCE


def test_a_session_ends_after_an_hour_in_any_case(day, at):
    client, begun = let_in(day), clock.now()
    for minutes in (12, 24, 36, 48, 60):
        at(begun + timedelta(minutes=minutes))
        assert client.get(OWN).status_code == 200
    at(begun + timedelta(minutes=61))
    assert client.get(OWN).headers["Location"] == ENTRANCE


def test_leaving_ends_it_also_for_a_copy_of_the_cookie(day):
    client, copy = let_in(day), Client()
    copy.cookies["candidate"] = client.cookies["candidate"].value
    assert copy.get(OWN).status_code == 200
    assert client.get(LEAVE).status_code == 405
    answer = client.post(LEAVE)
    assert answer.headers["Location"] == ENTRANCE
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert copy.get(OWN).headers["Location"] == ENTRANCE
    assert client.get(OWN).headers["Location"] == ENTRANCE


def test_coming_in_again_gives_a_new_key_and_ends_the_old_one(day):
    client = let_in(day)
    first = client.cookies["candidate"].value
    let_in(day, 2, client)
    assert client.cookies["candidate"].value != first
    copy = Client()
    copy.cookies["candidate"] = first
    assert copy.get(OWN).headers["Location"] == ENTRANCE
    assert day.entries[1].number in client.get(OWN).content.decode()


def test_it_has_nothing_to_do_with_accounts(day):
    client = let_in(day)
    mixed = Client()
    mixed.cookies["sessionid"] = client.cookies["candidate"].value
    assert mixed.get(reverse("portal:desk")).status_code == 302  # to sign in
    assert mixed.get(OWN).headers["Location"] == ENTRANCE
    officer = Client()
    officer.force_login(day.arbiter)
    assert officer.get(OWN).headers["Location"] == ENTRANCE
    officer.cookies["candidate"] = officer.cookies["sessionid"].value
    assert officer.get(OWN).headers["Location"] == ENTRANCE
    let_in(day, 1, officer)
    officer.post(LEAVE)
    assert officer.get(reverse("portal:desk")).status_code == 200  # still signed in


def test_a_registration_that_is_gone_opens_nothing(day):
    client = let_in(day)
    Entry.objects.filter(pk=day.entries[0].pk).update(status="draft")
    assert client.get(OWN).headers["Location"] == ENTRANCE


def test_a_number_that_is_anothers_ticket_tells_them_apart(day):
    one, other = day.entries[:2]
    Entry.objects.filter(pk=one.pk).update(number=other.ticket)
    given = {"number": other.ticket}
    assert candidates.find(name=one.name, id_number=id_number(1), **given) == one.pk
    assert candidates.find(name=other.name, id_number=id_number(2), **given) == other.pk
    assert candidates.find(name=one.name, id_number=id_number(2), **given) is None


def test_coming_in_leaves_nothing_on_the_timeline(day):
    before = Event.objects.count()
    let_in(day)
    assert Event.objects.count() == before
