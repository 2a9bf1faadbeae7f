"""Rooms and equipment, and what each occupation is assessed by."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from filing.models import Facility
from tests.filing.rows import ELECTRICIAN, WELDER, scope_row, standard


@pytest.fixture
def draft(world, client):
    client.force_login(world.hr)
    return world.filing()


def at(name: str, filing, *args) -> str:
    return reverse(f"filing:{name}", args=[filing.number, *args])


def text(response) -> str:
    return response.content.decode()


def room(**changes) -> dict:
    return {"kind": "theory", "name": "机考教室", "quantity": "2", "capacity": "60"} | changes


@pytest.mark.clause("SD-01")
def test_rooms_and_equipment_are_listed(client, draft):
    client.post(at("facility-add", draft), room(monitored="on", address="培训楼二层"))
    client.post(at("facility-add", draft), room(kind="equipment", name="实训台", capacity=""))
    assert list(draft.facilities.values_list("kind", "name", "quantity", "capacity")) == [
        ("equipment", "实训台", 2, None),
        ("theory", "机考教室", 2, 60),
    ]
    page = text(client.get(at("venue", draft)))
    assert ("培训楼二层" in page, "实训台" in page) == (True, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"quantity": "0"}, "quantity"), ({"name": ""}, "name"), ({"capacity": "-1"}, "capacity")],
)
def test_a_wrong_room_is_refused_at_its_field(client, draft, changes, field):
    answer = client.post(at("facility-add", draft), room(**changes))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert not Facility.objects.exists()


def test_a_room_is_changed_and_removed(client, draft):
    row = Facility.objects.create(filing=draft, kind="theory", name="教室")
    edit = at("facility-edit", draft, row.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    client.post(edit, room(name="新教室", seen=seen))
    row.refresh_from_db()
    assert row.name == "新教室"
    client.post(at("facility-remove", draft, row.pk))
    assert not draft.facilities.exists()
    gone = client.post(edit, room(seen=seen))
    assert gone.status_code == 404


@pytest.mark.clause("LC-07")
def test_each_occupation_shows_its_basis_and_may_be_given_one(client, draft):
    row = scope_row(draft)
    page = text(client.get(at("standards", draft)))
    assert ("还没有依据" in page, at("basis-edit", draft, row.pk) in page) == (True, True)
    basis = standard(levels=(5, 4, 3), checked=False)
    edit = at("basis-edit", draft, row.pk)
    form = client.get(edit).context["form"]
    assert [str(label) for _, label in form.fields["standard"].choices] == [
        "还没有确定，或者目录中没有",
        "国家职业标准 2020年版（等级、科目待核对）",
    ]
    client.post(edit, {"standard": basis.pk, "seen": form["seen"].value()})
    row.refresh_from_db()
    assert (row.standard, row.lowest, row.headcount) == (basis, 5, 40)
    page = text(client.get(at("standards", draft)))
    assert ("版本：2020年版，设五级至三级" in page, "等级、科目待核对" in page) == (True, True)


@pytest.mark.clause("LC-07")
def test_the_owners_own_standard_is_offered_after_the_public_ones(client, draft, world):
    own = standard(kind="enterprise", owner_code=world.firm.code, version="2026")
    other, _ = world.applicant("371502", "county")
    standard(kind="enterprise", owner_code=other.code)
    industry = standard(kind="industry")
    national = standard()
    standard(WELDER)
    standard(version="2009年版", effective_until="2020-01-01")
    row = scope_row(draft)
    form = client.get(at("basis-edit", draft, row.pk)).context["form"]
    assert list(form.fields["standard"].queryset) == [national, industry, own]


@pytest.mark.clause("SD-14")
def test_shandong_does_not_let_an_unfiled_standard_be_named(client, world):
    owner, actor = world.applicant("371502", "city", "private_school")
    client.force_login(actor)
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )
    row = scope_row(filing)
    edit = at("basis-edit", filing, row.pk)
    form = client.get(edit).context["form"]
    assert [value for value, _ in form.fields["named_kind"].choices] == [
        "",
        "national",
        "industry",
    ]
    sent = {"named_kind": "enterprise", "named": "自编", "seen": form["seen"].value()}
    assert client.post(edit, sent).status_code == 422
    row.refresh_from_db()
    assert row.basis == ""


def test_the_pages_cost_the_same_for_one_row_and_for_four(
    client, draft, world, django_assert_num_queries
):
    scope_row(draft, standard=standard())
    for name in ("scope", "standards"):
        client.get(at(name, draft))
    costs = {}
    for name in ("scope", "standards"):
        with CaptureQueriesContext(connection) as one:
            client.get(at(name, draft))
        costs[name] = len(one)
    for code in set(world.occupations) - {ELECTRICIAN}:
        if world.occupations[code].is_occupation:
            scope_row(draft, code, standard=standard(code))
    for name, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(at(name, draft))
