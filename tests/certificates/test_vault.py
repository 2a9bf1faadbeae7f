"""Keys at rest."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from certificates import vault

SECRET = b"the private half, which nobody reads"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SIGNING_KEY_DIR = tmp_path / "keys"
    return settings.SIGNING_KEY_DIR


def test_what_is_kept_comes_back_and_never_lies_open(folder):
    assert vault.keep("a", SECRET) == vault.load("a") == SECRET
    (path,) = folder.iterdir()
    assert SECRET not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_name_that_is_taken_stays_as_it_is(folder):
    vault.keep("a", SECRET)
    assert vault.keep("a", b"another") == SECRET
    assert len(list(folder.iterdir())) == 1


def test_of_several_first_uses_one_wins():
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda n: vault.load_or_make("a", lambda: bytes([n])), range(8)))
    assert len(found) == 1


def test_another_secret_opens_nothing(settings):
    vault.keep("a", SECRET)
    settings.SIGNING_KEY_SECRET = "another-secret-0123456789-abcdefghij"
    with pytest.raises(vault.MissingKeyError, match="SIGNING_KEY_SECRET 与封存时不同"):
        vault.load("a")


def test_a_file_in_the_place_of_another_is_not_taken(folder):
    vault.keep("a", SECRET)
    os.rename(folder / "a.sealed", folder / "b.sealed")  # noqa: PTH104
    with pytest.raises(vault.MissingKeyError, match="打不开"):
        vault.load("b")


@pytest.mark.parametrize("data", [b"", b"short", bytes(100)])
def test_a_damaged_file_is_named(folder, data):
    folder.mkdir()
    (folder / "a.sealed").write_bytes(data)
    with pytest.raises(vault.MissingKeyError, match="密钥 a 打不开"):
        vault.load("a")


def test_what_was_never_kept_is_told_with_the_remedy(settings):
    settings.SIGNING_KEYS_SELF_MADE = False
    with pytest.raises(vault.MissingKeyError, match="没有密钥 a。首次部署请运行"):
        vault.load_or_make("a", lambda: SECRET)
