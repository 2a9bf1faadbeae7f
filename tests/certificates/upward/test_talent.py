"""The talent database: people counted once, in a territory, with what they may qualify for."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.services import door
from certificates.models import Export
from certificates.selectors import policies, talent
from certificates.selectors.talent import Asked, Row
from certificates.services import standing
from tests.certificates.life.steps import TODAY
from tests.certificates.upward.steps import several, table
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def holders(agencies):
    """Liaocheng: two people with three valid certificates, one revoked; Anshan: one person."""
    agency = agencies.agency["lc"]
    first, second, gone = several(agency, 3)
    a_certificate(agency, 4, id_number=first.id_number, name=first.name, level=4)
    standing.revoke(gone, actor=door.SYSTEM, reason="违规")
    a_certificate(agencies.agency["ln"], 5, occupation="焊工")
    return first, second, gone


@pytest.mark.clause("JS-11", "LN-11", "LC-18")
def test_people_are_counted_once_by_level_occupation_and_place(agencies, holders, client):
    client.force_login(agencies.world.staff["sd"])
    found = client.get(reverse("certificates:talents")).context["found"]
    assert (found.people, found.certificates, found.occupations) == (2, 3, 1)
    assert found.by_level == [Row("三级/高级工", 2, 2), Row("四级/中级工", 1, 1)]
    assert found.by_occupation == [Row("电工", 2, 3)]
    assert found.by_place == [Row("聊城市", 2, 3)]


def test_they_can_be_narrowed(agencies, holders, client):
    client.force_login(agencies.world.staff["lc"])
    address = reverse("certificates:talents")
    asked = {"level": "4", "occupation": "电", "first_on": "2026-06-01", "last_on": "2026-06-30"}
    assert client.get(address, asked).context["found"].people == 1
    assert client.get(address, {"occupation": "焊工"}).context["found"].people == 0
    assert client.get(address, {"level": "x", "first_on": "gestern"}).status_code == 200


def test_no_address_leads_beyond_the_territory(agencies, holders, client):
    world = agencies.world
    client.force_login(world.staff["lc"])
    for asked in (
        {"place": world.places["210300"].pk},
        {"office": world.offices["as"].pk},
        {"place": world.places["370000"].pk},
    ):
        found = client.get(reverse("certificates:talents"), asked)
        assert [row.label for row in found.context["found"].by_occupation] == ["电工"]


def test_the_figures_are_taken_away_on_record(agencies, holders, client):
    officer = agencies.world.staff["lc"]
    client.force_login(officer)
    answer = client.post(reverse("certificates:talent-export"), {"level": "3"})
    assert table(answer.content, "按等级") == [
        ("等级", "持证人数", "证书数"),
        ("三级/高级工", 2, 2),
    ]
    record = Export.objects.get()
    assert (record.kind, record.about, record.count, record.user, record.organisation) == (
        "talent",
        "山东省聊城市，三级/高级工",
        2,
        officer,
        agencies.world.offices["lc"],
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.all().delete()


def test_people_with_the_policies_for_which_they_may_qualify(agencies, holders, client):
    client.force_login(agencies.world.staff["lc"])
    page = client.get(reverse("certificates:talent-people"))
    html = page.content.decode()
    named = {
        row.level: [policy.key for policy, _ in fitting] for row, fitting in page.context["rows"]
    }
    regional = ["liaocheng-equal", "liaocheng-pay", "shandong-training-subsidy"]
    assert named == {
        3: ["subsidy", *regional, "shandong-honours"],
        4: ["subsidy", *regional],
    }
    assert "证书在全国联网查询系统可查以后" in html
    assert holders[0].id_number not in html
    assert holders[2].number not in html


@pytest.mark.parametrize(
    ("issued", "level", "keys"),
    [
        (date(2026, 6, 30), 5, {"subsidy"}),
        (date(2025, 7, 10), 5, {"subsidy"}),
        (date(2025, 7, 9), 5, set()),
        (date(2024, 7, 10), 3, {"title-assistant"}),
        (date(2024, 7, 11), 3, set()),
        (date(2026, 6, 30), 2, set()),
        (date(2023, 7, 10), 2, {"title-middle"}),
        (date(2022, 7, 10), 1, {"title-senior", "special-post"}),
        (date(2026, 6, 30), 11, {"top-post-pay"}),
    ],
)
def test_a_policy_has_its_levels_and_its_time(agencies, issued, level, keys):
    found = a_certificate(agencies.agency["js"], issued_on=issued, level=level)
    assert {policy.key for policy, _ in policies.fitting(found, TODAY)} == keys


def test_each_policy_names_its_source_or_says_that_it_is_a_default():
    for policy in policies.all_policies():
        assert bool(policy.cite) != policy.default
        assert policy.basis


def test_a_place_has_its_own_policies_and_those_above():
    keys = [policy.key for policy in policies.for_place("3715")]
    assert {"subsidy", "shandong-honours", "liaocheng-pay"} < set(keys)
    assert "liaoning-counted" not in keys
    assert "liaocheng-pay" in [policy.key for policy in policies.for_place("37")]


def test_a_policy_without_a_ground_is_refused():
    with pytest.raises(ValueError, match="cite or default"):
        policies.Policy(key="a", name="a", text="a", levels=(3,))


@pytest.mark.parametrize(
    ("who", "status"), [("lc", 200), ("dcf", 200), ("lc_centre", 200), ("clerk", 403), ("hr", 403)]
)
def test_who_opens_it(agencies, client, who, status):
    people = {"clerk": agencies.clerk["lc"], "hr": agencies.world.hr}
    client.force_login(people.get(who) or agencies.world.staff[who])
    for name in ("talents", "talent-people"):
        assert client.get(reverse(f"certificates:{name}")).status_code == status
    assert client.post(reverse("certificates:talent-export")).status_code == status


def test_people_take_the_same_queries_for_one_row_and_for_thirty(agencies, client):
    client.force_login(agencies.world.staff["lc"])

    def count(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"certificates:{name}"))
        return len(queries)

    several(agencies.agency["lc"], 1)
    names = ("talents", "talent-people")
    for name in names:
        count(name)
    first = {name: count(name) for name in names}
    several(agencies.agency["lc"], 29, first=2)
    assert {name: count(name) for name in first} == first


def test_a_county_counts_by_itself(agencies, holders):
    found = talent.statistics(Asked(place="371502"))
    assert (found.people, found.by_place) == (0, [])
