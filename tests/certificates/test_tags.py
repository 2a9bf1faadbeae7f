"""The address in the QR code."""

import re

import pytest

from certificates import tags, vault

NUMBER = "Y000037000123263000007"


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.SIGNING_KEY_DIR = tmp_path / "keys"


def test_the_address_is_short_and_holds_number_and_tag(settings):
    settings.SITE_URL = "https://jiping.example"
    address = tags.address_of(NUMBER)
    assert re.fullmatch(rf"https://jiping\.example/verify/{NUMBER}/\?t=[\w-]{{16}}", address)
    assert tags.holds(NUMBER, address.partition("t=")[2])


@pytest.mark.parametrize("tag", ["", "A" * 16, "标签", "A" * 10_000])
def test_another_tag_is_none(tag):
    assert not tags.holds(NUMBER, tag)


def test_the_tag_of_one_number_says_nothing_of_the_next():
    following = NUMBER[:-1] + "8"
    assert tags.tag_of(NUMBER) != tags.tag_of(following)
    assert not tags.holds(following, tags.tag_of(NUMBER))


def test_another_key_gives_another_tag(settings, tmp_path):
    first = tags.tag_of(NUMBER)
    assert tags.tag_of(NUMBER) == first
    settings.SIGNING_KEY_DIR = tmp_path / "others"
    assert tags.tag_of(NUMBER) != first


def test_in_production_no_key_makes_itself(settings):
    settings.SIGNING_KEYS_SELF_MADE = False
    with pytest.raises(vault.MissingKeyError, match="make_signing_keys"):
        tags.tag_of(NUMBER)
    tags.make_key()
    assert tags.holds(NUMBER, tags.tag_of(NUMBER))
