"""How often strangers may ask: captcha, limits, and a cache that is down."""

import time

import pytest

from certificates.services import guarding
from tests.certificates.lookup.test_lookup import cards
from tests.certificates.lookup.world import ask, by_number, solution
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
FREE = 5


def solved(page, *, right: bool = True) -> dict:
    """The answer to the challenge on a page."""
    return solution(page.context["gate"].challenge, right=right)


def spend_free_tries(client, number: str = "Y000037000001263000777") -> None:
    for _ in range(FREE):
        assert ask(client, "无此人", number).status_code == 200


def test_after_a_few_tries_a_captcha_is_asked_for_and_lets_through(client, certificate):
    spend_free_tries(client)
    page = by_number(client, certificate)
    assert (page.status_code, cards(page)) == (422, [])
    text = page.content.decode()
    assert "请先回答下面的验证问题" in text
    assert 'src="data:image/png;base64,' in text
    assert f'value="{certificate.number}"' in text
    given = solved(page)
    assert len(cards(ask(client, certificate.name, certificate.number, **given))) == 1
    again = ask(client, certificate.name, certificate.number, **given)
    assert (again.status_code, cards(again)) == (422, [])
    assert "请回答新的问题" in again.content.decode()


def test_a_wrong_answer_finds_nothing_even_where_everything_else_is_right(client, certificate):
    spend_free_tries(client)
    page = by_number(client, certificate)
    wrong = ask(client, certificate.name, certificate.number, **solved(page, right=False))
    assert (wrong.status_code, cards(wrong)) == (422, [])


def test_who_cannot_see_the_picture_answers_a_sum(client, certificate):
    spend_free_tries(client)
    typed = {"name": certificate.name, "number": certificate.number}
    page = client.post("/lookup/", {**typed, "another": "words"})
    text = page.content.decode()
    assert page.status_code == 200
    assert ("验证问题：" in text, "data:image" in text) == (True, False)
    assert f'value="{certificate.number}"' in text
    given = solved(page)
    assert len(cards(client.post("/lookup/", {**typed, **given}))) == 1


def test_a_number_is_guarded_against_many_addresses(client, certificate):
    for at in range(FREE):
        client.post(
            "/lookup/",
            {"name": "无此人", "number": certificate.number},
            REMOTE_ADDR=f"192.0.2.{at + 1}",
        )
    page = client.post(
        "/lookup/",
        {"name": certificate.name, "number": certificate.number},
        REMOTE_ADDR="192.0.2.99",
    )
    assert (page.status_code, cards(page)) == (422, [])
    other = a_certificate(certificate.agency, 2)
    page = client.post(
        "/lookup/", {"name": other.name, "number": other.number}, REMOTE_ADDR="192.0.2.99"
    )
    assert len(cards(page)) == 1


def test_beyond_the_limit_of_an_address_even_a_right_one_waits(client, certificate, monkeypatch):
    monkeypatch.setattr(guarding, "VISITORS", guarding.Limit("certificate", "2/hour"))
    assert [by_number(client, certificate).status_code for _ in range(3)] == [200, 200, 429]
    assert int(by_number(client, certificate).headers["Retry-After"]) > 3000


def test_beyond_the_limit_of_a_number_another_number_is_still_found(
    client, certificate, monkeypatch
):
    monkeypatch.setattr(guarding, "NUMBERS", guarding.Limit("certificate-number", "2/hour"))
    assert [by_number(client, certificate).status_code for _ in range(3)] == [200, 200, 429]
    assert by_number(client, a_certificate(certificate.agency, 2)).status_code == 200


@pytest.mark.parametrize("server", ["redis://127.0.0.1:1/0", "redis://127.0.0.1:2/0"])
def test_with_the_cache_down_lookup_works_and_is_still_limited(
    client, certificate, settings, server
):
    settings.CACHES = {"default": {"BACKEND": "config.cache.SteadyRedisCache", "LOCATION": server}}
    begun = time.monotonic()
    pages = [by_number(client, certificate) for _ in range(FREE + 1)]
    assert [page.status_code for page in pages] == [200] * FREE + [422]
    given = solved(pages[-1])
    assert len(cards(ask(client, certificate.name, certificate.number, **given))) == 1
    assert ask(client, certificate.name, certificate.number, **given).status_code == 422
    assert time.monotonic() - begun < 20


def test_a_cache_that_fails_is_not_asked_again_at_once(settings, monkeypatch):
    from django.core.cache import caches
    from django.core.cache.backends.redis import RedisCache

    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.SteadyRedisCache",
            "LOCATION": "redis://127.0.0.1:3/0",
        }
    }
    cache, asked = caches["default"], []

    def hangs(self, *args, **kwargs):
        asked.append(args)
        raise OSError

    monkeypatch.setattr(RedisCache, "add", hangs)
    monkeypatch.setattr(RedisCache, "get", hangs)
    cache._asked_again_at.clear()
    assert cache.add("place", 1, 60) is True
    assert (cache.add("place", 1, 60), cache.get("place")) == (False, 1)
    assert len(asked) == 1
    cache._asked_again_at.clear()
    cache.get("place")
    assert len(asked) == 2
