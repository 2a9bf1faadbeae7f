"""Keys at rest."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command

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


NEW = "the-next-secret-0123456789-abcdefghij"


@pytest.fixture
def changed(settings) -> str:
    """Two keys under the secret of before, which is known still; answers that secret."""
    vault.keep("a", SECRET)
    vault.keep("b", b"another")
    settings.SIGNING_KEY_SECRET, settings.SIGNING_KEY_SECRET_OLD = NEW, settings.SIGNING_KEY_SECRET
    return settings.SIGNING_KEY_SECRET_OLD


def test_while_the_secret_is_changed_both_open_and_the_new_one_seals(settings, changed):
    vault.keep("c", SECRET)
    assert [vault.load(name) for name in "abc"] == [SECRET, b"another", SECRET]
    settings.SIGNING_KEY_SECRET_OLD = ""
    assert vault.load("c") == SECRET
    with pytest.raises(vault.MissingKeyError, match="密钥 a 打不开"):
        vault.load("a")


def test_keys_are_sealed_anew_under_the_new_secret(settings, changed, folder, capsys):
    call_command("reseal_signing_keys")
    assert capsys.readouterr().out == (
        "a\nb\n完成，重新封存 2 个密钥。SIGNING_KEY_SECRET_OLD 现在可以移除。\n"
    )
    sealed = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    call_command("reseal_signing_keys")  # again: nothing is left to do
    assert "重新封存 0 个密钥" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == sealed
    settings.SIGNING_KEY_SECRET_OLD = ""
    assert [vault.load(name) for name in "ab"] == [SECRET, b"another"]
    settings.SIGNING_KEY_SECRET = changed
    with pytest.raises(vault.MissingKeyError, match="打不开"):
        vault.load("a")


def test_broken_off_it_is_gone_on_with(settings, changed, monkeypatch):
    write = vault._sealed

    def only_the_first(name: str, secret: bytes):
        if name == "b":
            raise OSError("the disk is full")
        return write(name, secret)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="full"):
        patched.setattr(vault, "_sealed", only_the_first)
        vault.reseal()
    assert [vault.load(name) for name in "ab"] == [SECRET, b"another"]
    assert vault.reseal() == ["b"]


@pytest.mark.usefixtures("changed")
def test_where_one_opens_with_neither_nothing_is_changed(folder):
    (folder / "b.sealed").write_bytes(bytes(100))
    before = (folder / "a.sealed").read_bytes()
    with pytest.raises(CommandError, match=r"密钥 b 打不开.*没有改动任何文件"):
        call_command("reseal_signing_keys")
    assert (folder / "a.sealed").read_bytes() == before
