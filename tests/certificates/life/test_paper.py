"""Who took a certificate, and what was destroyed: the registers of paper (FACTS 1.4)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from casework.services import door
from certificates.enums import SpoiledCause, TakenBy
from certificates.models import Export, Handout, SpoiledBlank
from certificates.services import handing, standing
from tests.certificates.life.steps import (
    TODAY,
    act,
    colleague,
    fresh,
    proposed,
    with_document,
    work_off,
)
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(agencies):
    return agencies.plan("lc", "confirmed")


@pytest.fixture
def people(agencies, plan):
    return [a_certificate(agencies.agency["lc"], n, plan=plan) for n in (1, 2, 3)]


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["lc"]


def taken(client, plan, *rows, **typed):
    address = reverse("certificates:receipts", args=[plan.number])
    form = {"how": "holder", "on": "2026-07-10", "person": [row.pk for row in rows], **typed}
    return client.post(address, form)


def test_a_list_is_signed_and_recorded(plan, people, clerk, client):
    client.force_login(clerk)
    answer = client.post(reverse("certificates:receipts-print", args=[plan.number]))
    assert answer.content.startswith(b"%PDF")
    record = Export.objects.get()
    assert (record.kind, record.count, record.organisation) == ("receipts", 3, plan.owner)
    assert taken(client, plan, *people[:2]).status_code == 302
    assert taken(client, plan, *people).status_code == 302
    assert Handout.objects.count() == 3
    page = client.get(reverse("certificates:receipts", args=[plan.number]))
    assert [row.taken_on for row in page.context["rows"]] == [TODAY] * 3
    assert people[0].id_number not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "rows", "at"),
    [
        ({}, 0, "__all__"),
        ({"how": "proxy"}, 1, "proxy"),
        ({"how": "proxy", "proxy": "李四，同事"}, 2, "how"),
        ({"on": "2026-07-11"}, 1, "on"),
        ({"on": "2026-06-29"}, 1, "on"),
    ],
)
def test_what_cannot_be_recorded_is_said(plan, people, clerk, client, typed, rows, at):
    client.force_login(clerk)
    answer = taken(client, plan, *people[:rows], **typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert not Handout.objects.exists()


def test_who_takes_it_for_another_is_kept_among_the_agency(plan, people, clerk, client):
    client.force_login(clerk)
    typed = {"how": "proxy", "on": "2026-07-10", "proxy": "李四，同事"}
    client.post(reverse("certificates:hand-out", args=[people[0].number]), typed)
    assert Handout.objects.get().proxy == "李四，同事"


def test_a_revoked_certificate_is_not_handed_out(plan, people, clerk):
    standing.revoke(people[0], actor=door.SYSTEM, reason="违规")
    with pytest.raises(ValidationError, match="不能发放"):
        handing.hand_out(
            [fresh(people[0])],
            agency=plan.agency,
            how=TakenBy.HOLDER,
            on=TODAY,
            actor=clerk,
        )


def test_each_edition_is_handed_out_by_itself(agencies, clerk, client):
    found = with_document(agencies)
    common = {"agency": found.agency, "how": TakenBy.HOLDER, "on": TODAY, "actor": clerk}
    assert (handing.hand_out([found], **common), handing.hand_out([found], **common)) == (1, 0)
    case = proposed(found, clerk, "reissue", "lost")
    act(client, colleague(agencies), case, "agree")
    work_off()
    assert handing.hand_out([found], **common) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Handout.objects.all().delete()


def test_what_is_destroyed_takes_two_signatures(agencies, clerk, client):
    second, agency = colleague(agencies), agencies.agency["lc"]
    client.force_login(clerk)
    form = {
        "item": "空白证书",
        "quantity": "2",
        "serials": "A0001、A0002",
        "cause": "misprint",
        "destroyed_on": "2026-07-09",
    }
    client.post(reverse("certificates:spoil", args=[agency.code]), form)
    row = SpoiledBlank.objects.get()
    assert (row.quantity, row.entered_by, row.confirmed_by) == (2, clerk, None)
    confirm = reverse("certificates:spoiled-confirm", args=[agency.code, row.pk])
    assert client.post(confirm).status_code == 403
    client.force_login(second)
    client.post(confirm)
    client.post(confirm)
    assert fresh(row).confirmed_by == second
    paper = client.get(reverse("certificates:spoiled-print", args=[agency.code]))
    assert paper.content.startswith(b"%PDF")
    for write in ({"quantity": 3}, {"confirmed_by": clerk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpoiledBlank.objects.filter(pk=row.pk).update(**write)


def test_the_serial_of_a_certificate_in_force_is_not_destroyed(agencies, clerk, client):
    found = with_document(agencies)
    case = proposed(found, clerk, "reissue", "damaged", print_serial="A0007")
    act(client, colleague(agencies), case, "agree")
    work_off()
    common = {
        "item": "空白证书",
        "quantity": 1,
        "cause": SpoiledCause.MISPRINT,
        "destroyed_on": date(2026, 7, 9),
        "actor": clerk,
    }
    with pytest.raises(ValidationError, match=found.number):
        handing.spoil(found.agency, serials="A0006、A0007", **common)
    handing.spoil(found.agency, serials="A0006", **common)


@pytest.mark.parametrize(
    ("who", "receipts", "spoiled", "spoil"),
    [
        ("clerk", 200, 200, 200),
        ("lc", 403, 200, 403),
        ("sd", 403, 200, 403),
        ("ln", 404, 404, 404),
        ("other agency", 404, 404, 404),
        ("assessor", 403, 404, 404),
    ],
)
def test_who_keeps_the_registers(agencies, plan, people, client, who, receipts, spoiled, spoil):
    world, agency = agencies.world, agencies.agency["lc"]
    known = {
        "clerk": lambda: agencies.clerk["lc"],
        "other agency": lambda: agencies.clerk["ln"],
        "assessor": lambda: world.member(agency.organisation, Role.ASSESSOR),
    }
    client.force_login(known.get(who, lambda: world.staff[who])())
    found = [
        client.get(reverse("certificates:receipts", args=[plan.number])).status_code,
        client.get(reverse("certificates:spoiled", args=[agency.code])).status_code,
        client.get(reverse("certificates:spoil", args=[agency.code])).status_code,
    ]
    assert found == [receipts, spoiled, spoil]


@pytest.mark.parametrize(
    ("who", "status", "agencies_seen"),
    [
        ("clerk", 200, ["lc"]),
        ("sd", 200, ["lc", "sd"]),
        ("ln", 200, ["ln"]),
        ("assessor", 403, []),
    ],
)
def test_the_register_of_all_that_one_sees(agencies, client, who, status, agencies_seen):
    """Beside the register of gaps, on the screen and on paper."""
    world = agencies.world
    for key in ("lc", "sd", "ln"):
        agency = agencies.agency[key]
        common = {"item": f"空白证书{key}", "quantity": 1, "cause": SpoiledCause.MISPRINT}
        handing.spoil(agency, destroyed_on=date(2026, 7, 9), actor=agencies.clerk[key], **common)
    person = {
        "clerk": lambda: agencies.clerk["lc"],
        "assessor": lambda: world.member(agencies.agency["lc"].organisation, Role.ASSESSOR),
    }.get(who, lambda: world.staff[who])()
    client.force_login(person)
    page = client.get(reverse("certificates:all-spoiled"), {"sort": "item"})
    assert page.status_code == status
    paper = client.get(reverse("certificates:all-spoiled-print"))
    assert paper.status_code == status
    if status == 200:
        items = [row.item for row in page.context["table"].page]
        assert items == sorted(f"空白证书{key}" for key in agencies_seen)
        assert paper.content.startswith(b"%PDF")
        assert reverse("certificates:all-spoiled") in (
            client.get(reverse("certificates:list")).content.decode()
        )
        none = client.get(reverse("certificates:all-spoiled"), {"search": "没有这个机构"})
        assert list(none.context["table"].page) == []
