"""A question against programs: signed, for one use, soon over, and with a way for the blind."""

import base64
import io

import pytest
from django.core import signing
from django.core.cache import cache
from PIL import Image

from ui import captcha


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


def right(challenge: captcha.Challenge) -> str:
    way, nonce = signing.loads(challenge.token, salt=captcha.SALT)
    return captcha._letters(nonce) if way == captcha.PICTURE else str(captcha._sum(nonce)[1])


@pytest.mark.parametrize("way", [captcha.PICTURE, captcha.WORDS])
def test_the_right_answer_serves_once(way):
    challenge = captcha.ask(way)
    assert captcha.is_solved(challenge.token, f" {right(challenge).lower()} ")
    assert not captcha.is_solved(challenge.token, right(challenge))


@pytest.mark.parametrize("way", [captcha.PICTURE, captcha.WORDS])
def test_a_wrong_answer_spends_it(way):
    challenge = captcha.ask(way)
    assert not captcha.is_solved(challenge.token, "99")
    assert not captcha.is_solved(challenge.token, right(challenge))


def test_it_ends(monkeypatch):
    challenge = captcha.ask()
    monkeypatch.setattr(captcha, "SECONDS", -1)
    assert not captcha.is_solved(challenge.token, right(challenge))


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_only_ours_are_taken(token):
    assert not captcha.is_solved(token, "5")
    assert captcha.way_of(token) == captcha.PICTURE


def test_a_token_signed_for_something_else_is_not_taken():
    token = signing.dumps(["words", "n"], salt="other")
    assert not captcha.is_solved(token, "5")
    assert captcha.way_of(token) == captcha.PICTURE


def test_neither_token_nor_question_tells_the_letters():
    challenge = captcha.ask()
    assert right(challenge) not in challenge.token
    assert challenge.question == ""
    assert len({right(captcha.ask()) for _ in range(20)}) > 1


def test_the_picture_is_a_picture():
    data = base64.b64decode(captcha.ask().picture.removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", captcha.SIZE)
        assert len(picture.getcolors(256) or range(257)) > 10


@pytest.mark.parametrize(("number", "said"), [(0, "零"), (7, "七"), (10, "十"), (15, "十五")])
def test_numbers_may_be_written_either_way(number, said):
    assert {str(number), said} <= captcha._spellings(number)


def test_every_sum_has_its_answer():
    for _ in range(200):
        challenge = captcha.ask(captcha.WORDS)
        assert challenge.question.endswith("？")
        assert 0 <= int(right(challenge)) <= 15
