"""Personal data at rest: unreadable in the table, found by exact value, re-keyed in the end."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts import masking, protection
from accounts.models import User

PHONE = "1" + "3" * 10


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_user ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@given(st.text(min_size=1))
def test_what_is_encrypted_reads_the_same_and_never_looks_the_same(text):
    first, second = protection.encrypt(text), protection.encrypt(text)
    assert protection.decrypt(first) == protection.decrypt(second) == text
    assert first != second


def test_text_that_was_altered_or_whose_key_is_gone_is_refused(settings):
    secret = protection.encrypt("甲")
    spoiled = secret[:-3] + ("AAA" if secret[-3:] != "AAA" else "BBB")
    with pytest.raises(protection.ProtectionError, match="被改动"):
        protection.decrypt(spoiled)
    settings.PERSONAL_DATA_KEYS = ["another-key-0123456789-0123456789"]
    with pytest.raises(protection.ProtectionError, match="没有名为"):
        protection.decrypt(secret)


@pytest.mark.parametrize(
    "typed", [PHONE, f"+86 {PHONE}", "１３３３－３３３ ３３３３", "133-3333-3333"]
)
def test_a_number_is_found_however_it_was_typed(typed):
    assert protection.fingerprint("phone", typed) == protection.fingerprint("phone", PHONE)


def test_the_same_number_for_another_purpose_has_another_hash():
    assert protection.fingerprint("phone", "1") != protection.fingerprint("id_number", "1")


@pytest.mark.django_db
def test_the_table_holds_no_plain_phone_and_finds_it():
    user = User.objects.create_user("a", "a@example.com", phone=PHONE)
    assert PHONE not in stored("phone")[0] + stored("phone_hash")[0]
    found = User.objects.get(phone_hash=protection.fingerprint("phone", PHONE))
    assert (found, found.phone) == (user, PHONE)
    with pytest.raises(FieldError, match="encrypted"):
        User.objects.filter(phone=PHONE)


@pytest.mark.django_db
def test_rekeying_moves_everything_to_the_newest_keys_and_can_be_repeated(settings, monkeypatch):
    monkeypatch.setattr("accounts.services.rekeying.BATCH", 2)
    users = [User.objects.create_user(f"u{n}", phone=f"{PHONE[:-1]}{n}") for n in range(5)]
    User.objects.create_user("without")
    TOTP.activate(users[0], "JBSWY3DPEHPK3PXP")
    old = settings.PERSONAL_DATA_KEYS
    settings.PERSONAL_DATA_KEYS = ["a-newer-key-0123456789-0123456789", *old]
    settings.LOOKUP_KEY = "a-newer-lookup-key-0123456789-0123"
    out = StringIO()
    call_command("rekey_personal_data", stdout=out)
    assert "完成，共 6 条" in out.getvalue()
    settings.PERSONAL_DATA_KEYS = settings.PERSONAL_DATA_KEYS[:1]
    assert [User.objects.get(pk=u.pk).phone for u in users] == [u.phone for u in users]
    wanted = protection.fingerprint("phone", users[3].phone)
    assert User.objects.get(phone_hash=wanted) == users[3]
    secret = Authenticator.objects.get().data["secret"]
    assert protection.decrypt(secret) == "JBSWY3DPEHPK3PXP"
    before = stored("phone")
    call_command("rekey_personal_data", stdout=StringIO())
    assert stored("phone") == before


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masking.phone, "138" + "0000" + "1234", "138****1234"),
        (masking.phone, "8123456", "*****56"),
        (masking.phone, "", ""),
        (masking.id_number, "371500" + "18000101" + "1234", "3715**********1234"),
        (masking.id_number, "G123", "G**3"),
        (masking.name, "张三丰", "张**"),
        (masking.name, "𠮷野", "𠮷*"),
        (masking.name, "", ""),
        (masking.email, "zhang@example.com", "zh***@example.com"),
        (masking.email, "a@example.com", "***@example.com"),
    ],
)
def test_masks(mask, text, shown):
    assert mask(text) == shown


@given(st.text())
def test_a_mask_never_grows_or_shows_a_long_text_whole(text):
    for mask in (masking.phone, masking.id_number, masking.name):
        assert len(mask(text)) == len(text)
        assert len(text) < 2 or "*" in mask(text)
