"""Receipts signed at the same moment, on PostgreSQL."""

import pytest

from casework.models import Letter
from casework.services import door
from filing.models import Agency, AgencyPeriod, AgencyScope, ExpiryWarning, Filing
from filing.services import agency_codes, expiry, register
from tests.filing.granting import issued, signer, today, waiting_for_receipt
from tests.filing.world import build
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
LN = "liaoning-enterprise"


@pytest.fixture
def world(transactional_db):
    return build()


def receipt(filing, actor, **data):
    version = Filing.objects.get(pk=filing.pk).version
    return lambda: door.perform(filing, "issue_receipt", actor=actor, version=version, **data)


def test_of_two_signers_one_gives_the_receipt_and_the_other_is_told(world):
    filing = waiting_for_receipt(world, LN)
    outcomes = at_once(receipt(filing, world.staff["ln"]), receipt(filing, world.second["ln"]))
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    assert [Letter.objects.count(), Agency.objects.count(), AgencyPeriod.objects.count()] == [
        1, 1, 1,
    ]  # fmt: skip
    assert Agency.objects.get().code == "Y000021000001"


def test_eight_receipts_at_once_have_eight_codes_without_a_gap(world):
    filings = [waiting_for_receipt(world, LN) for _ in range(8)]
    outcomes = at_once(*[receipt(filing, signer(world)) for filing in filings])
    assert kinds_of(outcomes) == ["Event"] * 8
    codes = sorted(Agency.objects.values_list("code", flat=True))
    assert codes == [f"Y000021{serial:06d}" for serial in range(1, 9)]
    assert AgencyScope.objects.count() == 8 * 3


def test_without_the_counter_they_would_have_twins(world, monkeypatch):
    """Each takes what was free when he looked; the database stops all but one of them, who are
    told and have written nothing."""
    filings = [waiting_for_receipt(world, LN) for _ in range(4)]
    meet = meeting(4)

    def seen(filing, **_):
        codes = agency_codes.suggested(filing)
        meet()
        return codes

    monkeypatch.setattr(agency_codes, "given", seen)
    outcomes = at_once(*[receipt(filing, signer(world)) for filing in filings])
    assert kinds_of(outcomes) == ["Event", *["ValidationError"] * 3]
    assert {str(o.messages[0]) for o in outcomes if isinstance(o, Exception)} == {register.TAKEN}
    assert [Agency.objects.count(), Letter.objects.count(), AgencyScope.objects.count()] == [
        1, 1, 3,
    ]  # fmt: skip


def test_one_code_typed_for_two_is_given_to_one(world):
    filings = [waiting_for_receipt(world, LN) for _ in range(2)]
    acts = [receipt(filing, signer(world), prefix="Y000021000077") for filing in filings]
    assert kinds_of(at_once(*acts)) == ["Event", "ValidationError"]
    assert list(Agency.objects.values_list("code", flat=True)) == ["Y000021000077"]


def test_two_changes_of_status_at_once_leave_one_open_period(world):
    agency = issued(world, LN).agency

    def set_to(status):
        return lambda: register.set_status(
            agency, status, reason="", case=None, day=today(), actor=None
        )

    outcomes = at_once(set_to("suspended"), set_to("struck_off"))
    assert kinds_of(outcomes) == ["AgencyPeriod", "AgencyPeriod"]
    assert AgencyPeriod.objects.filter(until=None).count() == 1
    assert AgencyPeriod.objects.count() == 3


def test_two_sweeps_at_once_warn_once(world):
    agency = issued(world, LN).agency
    Agency.objects.filter(pk=agency.pk).update(valid_until=today())
    told = at_once(expiry.warn_expiry, expiry.warn_expiry)
    assert sorted(len(each) for each in told) == [0, 1]
    assert ExpiryWarning.objects.count() == 3
