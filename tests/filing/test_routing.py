"""Which regimes are open to an applicant, and which office takes the filing."""

import pytest

from accounts.models import Organisation
from catalogue import regulations
from filing.selectors.routing import regimes_for, routing


@pytest.mark.parametrize(
    ("kind", "place", "expected"),
    [
        ("enterprise", "371502", {"liaocheng-enterprise", "shandong-social"}),
        ("enterprise", "370000", {"national-enterprise", "shandong-social"}),
        ("enterprise", "210300", {"liaoning-enterprise"}),
        ("enterprise", "320500", {"jiangsu-enterprise"}),
        ("association", "371502", {"shandong-social"}),
        ("university", "210300", set()),
    ],
)
def test_the_most_local_regime_of_each_kind_is_offered(world, kind, place, expected):
    found = regimes_for(kind, world.places[place])
    assert {regulation.id for regulation in found} == expected


@pytest.mark.clause("LC-09")
@pytest.mark.parametrize(
    ("affiliation", "expected"), [("county", ["dcf"]), ("city", ["lc"]), ("province", ["sd", "lc"])]
)
def test_liaocheng_routes_by_affiliation(world, affiliation, expected):
    found = routing(
        regulations.get("liaocheng-enterprise"),
        kind="enterprise",
        affiliation=affiliation,
        division=world.places["371502"],
    )
    assert list(found.offices) == [world.offices[key] for key in expected]


@pytest.mark.clause("SD-05")
@pytest.mark.parametrize(
    ("kind", "affiliation", "expected"),
    [
        ("association", "province", ["sd_centre", "lc_centre"]),
        ("association", "city", ["lc_centre"]),
        ("private_school", "province", ["lc_centre"]),
    ],
)
def test_shandong_routes_by_affiliation_and_kind(world, kind, affiliation, expected):
    found = routing(
        regulations.get("shandong-social"),
        kind=kind,
        affiliation=affiliation,
        division=world.places["371500"],
    )
    assert list(found.offices) == [world.offices[key] for key in expected]


@pytest.mark.clause("JS-01")
def test_jiangsu_routes_by_territory(world):
    found = routing(
        regulations.get("jiangsu-enterprise"),
        kind="enterprise",
        affiliation="province",
        division=world.places["320500"],
    )
    assert list(found.offices) == [world.offices["sz"]]


@pytest.mark.clause("LN-16")
def test_an_entrusted_employment_authority_takes_the_place_of_the_bureau(world):
    ask = {
        "kind": "enterprise",
        "affiliation": "city",
        "division": world.places["210300"],
    }
    liaoning = regulations.get("liaoning-enterprise")
    assert list(routing(liaoning, **ask).offices) == [world.offices["as"]]
    entrusted = Organisation.objects.create(
        name="鞍山市公共就业服务中心",
        kind="employment",
        tier="city",
        division=world.places["210300"],
        status="active",
        entrusted_by=world.offices["as"],
    )
    assert list(routing(liaoning, **ask).offices) == [entrusted]
