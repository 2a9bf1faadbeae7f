"""Whose key signs, and how long."""

import io
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import NameOID
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from certificates.models import SigningKey
from certificates.signing import SigningError, authority, keys, signer_for
from certificates.signing.software import SoftwareSigner
from config import clock
from filing.models import Agency
from tests.filing.agencies import agency as an_agency
from tests.races import at_once


def test_the_first_use_makes_a_key_and_the_next_takes_it(agency):
    first, second = signer_for(agency), signer_for(agency)
    assert (first is second, first.name) == (True, agency.name)
    assert SigningKey.objects.count() == 1


def test_its_certificate_names_the_agency_and_comes_from_the_platform(agency):
    own, root = signer_for(agency).chain
    own.verify_directly_issued_by(root)
    subject = {each.oid._name: each.value for each in own.subject}
    assert subject == {
        "countryName": "CN",
        "organizationName": agency.name,
        "commonName": agency.name,
        "serialNumber": agency.code,
    }
    assert authority.get().certificate == root


def test_a_long_name_stands_whole_beside_the_short_one(world):
    long = "东方机械装备制造集团" * 10
    signer = signer_for(an_agency(world, long))
    (common,) = signer.chain[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert (signer.name, common.value) == (long, long[:21])


def test_each_agency_has_its_own(agency, world):
    other = an_agency(world)
    assert signer_for(agency).chain[0] != signer_for(other).chain[0]


def test_private_keys_never_lie_open(agency, own_keys):
    signer = signer_for(agency)
    root = authority.get()
    files = [path.read_bytes() for path in own_keys.rglob("*") if path.is_file()]
    for key in (signer._key, root.key):
        number = key.private_numbers().private_value.to_bytes(32, "big")
        forms = [
            key.private_bytes(form, PrivateFormat.PKCS8, NoEncryption())
            for form in (Encoding.DER, Encoding.PEM)
        ]
        assert [data for data in files if any(form in data for form in (number, *forms))] == []
    assert b"PRIVATE" not in b"".join(files)
    assert "PRIVATE" not in SigningKey.objects.get().chain


def test_after_a_restart_the_same_key_signs(agency):
    before = signer_for(agency).chain
    keys._opened.cache_clear()
    assert signer_for(agency).chain == before


def test_in_production_a_key_is_issued_not_self_made(agency, settings):
    settings.SIGNING_KEYS_SELF_MADE = False
    with pytest.raises(SigningError, match=f"manage.py issue_signing_key {agency.code}"):
        signer_for(agency)
    with pytest.raises(CommandError, match="make_signing_keys"):
        call_command("issue_signing_key", agency.code)
    said = io.StringIO()
    call_command("make_signing_keys", stdout=said)
    call_command("issue_signing_key", agency.code, stdout=said)
    assert signer_for(agency).name == agency.name
    root = authority.get()
    call_command("make_signing_keys", stdout=said)
    assert authority.get().certificate == root.certificate


def test_a_code_that_is_nobodys(db):
    with pytest.raises(CommandError, match="目录里没有机构代码"):
        call_command("issue_signing_key", "JG99999")


def test_a_new_key_retires_the_one_in_use(agency):
    old = signer_for(agency)
    keys.issue(agency)
    new = signer_for(agency)
    assert new.chain[0] != old.chain[0]
    in_use = [key.retired_at is None for key in SigningKey.objects.order_by("pk")]
    assert in_use == [False, True]


def test_an_expired_key_signs_nothing(agency, plain, monkeypatch):
    signer = signer_for(agency)
    later = SigningKey.objects.get().valid_until + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(SigningError, match="已过期"):
        signer_for(agency)
    with pytest.raises(SigningError, match="不在有效期内"):
        signer.sign(plain, reason="签发证书", at=later)


def test_a_key_that_cannot_be_opened_is_told(agency, settings):
    signer_for(agency)
    keys._opened.cache_clear()
    settings.SIGNING_KEY_SECRET = "another-secret-0123456789-abcdefghij"
    with pytest.raises(SigningError, match="打不开，请联系平台管理员"):
        signer_for(agency)


def test_other_curves_are_not_taken():
    with pytest.raises(TypeError):
        SoftwareSigner(ec.generate_private_key(ec.SECP384R1()), [])


def test_one_key_in_use_for_an_agency(agency):
    signer_for(agency)
    key = SigningKey.objects.get()
    key.pk, key.name, key.fingerprint = None, "another", "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        key.save(force_insert=True)


@pytest.mark.parametrize("column", ["chain", "fingerprint", "name", "valid_until"])
def test_rows_stay_as_they_were_written(agency, column):
    signer_for(agency)
    rows = SigningKey.objects.filter(agency=agency)
    value = clock.now() + timedelta(days=9_999) if column == "valid_until" else "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{column: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_what_is_retired_stays_retired(agency):
    signer_for(agency)
    SigningKey.objects.update(retired_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.update(retired_at=None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_eight_first_uses_one_key_comes(agency, own_keys):
    found = at_once(*[lambda: signer_for(Agency.objects.get(pk=agency.pk)).chain[0]] * 8)
    assert found == [signer_for(agency).chain[0]] * 8
    assert len(list(own_keys.glob("agency-*"))) == 1
