"""What the checks say of bases, people and rooms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Occupation
from filing.checks.all import problems
from filing.documents.dossier import load
from filing.models import StandardCase
from tests.filing.rows import (
    ELECTRICIAN,
    EVERY_ROOM,
    EVERYBODY,
    fill_rows,
    people,
    rooms,
    scope_row,
    standard,
)
from tests.filing.test_checks_scope import basis_of, found


@pytest.fixture
def liaocheng(world):
    return world.filing()


@pytest.fixture
def jiangsu(world):
    return world.filing(regulation="jiangsu-enterprise", receiver="sz")


def with_basis(filing, **columns):
    """Full rows, but the one occupation has this basis."""
    people(filing)
    rooms(filing)
    return scope_row(filing, **columns)


def own_standard(world, **columns):
    return standard(kind="enterprise", owner_code=world.firm.code, **columns)


@pytest.mark.clause("LC-07")
def test_an_occupation_without_a_basis_is_refused(liaocheng):
    with_basis(liaocheng)
    assert found(liaocheng) == {"basis-none"}
    assert basis_of(liaocheng, "basis-none") == ("LC-07",)


@pytest.mark.clause("LC-07")
def test_a_published_standard_that_the_catalogue_lacks_only_warns(liaocheng):
    with_basis(liaocheng, named_kind="national", named="国家职业标准 2024年版")
    assert (found(liaocheng), found(liaocheng, refusing=False)) == (
        set(),
        {"basis-not-in-catalogue"},
    )


@pytest.mark.clause("LC-07")
def test_ones_own_standard_is_for_where_there_is_no_national_one(world, liaocheng):
    with_basis(liaocheng, named_kind="enterprise", named="电工评价规范 Q/YL 1-2026")
    assert found(liaocheng) == set()
    standard()
    assert found(liaocheng) == {"basis-national-first"}


def test_a_standard_out_of_force_is_no_basis(liaocheng):
    with_basis(liaocheng, standard=standard(effective_until="2021-01-01"))
    assert found(liaocheng) == {"basis-not-in-force"}


def test_a_standard_of_another_enterprise_is_no_basis(world, liaocheng):
    other, _ = world.applicant("371502", "county")
    with_basis(liaocheng, standard=standard(kind="enterprise", owner_code=other.code))
    assert found(liaocheng) == {"basis-not-in-force"}


@pytest.mark.clause("JS-02")
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", {"basis-not-filed"}),
        ("submitted", {"basis-not-filed"}),
        ("approved", set()),
        ("province_approved", set()),
    ],
)
def test_where_it_must_be_filed_an_unfiled_standard_is_no_basis(world, jiangsu, state, expected):
    made = own_standard(world)
    with_basis(jiangsu, standard=made)
    if state:
        open_standard_case(world, state, made)
    assert found(jiangsu) == expected


def open_standard_case(world, state: str, made) -> None:
    """As if the enterprise's 评价规范 had come to that step."""
    case = StandardCase(
        number=f"GF{state}",
        kind="standard",
        state=state,
        owner=world.firm,
        division=world.firm.division,
        opened_at="2026-01-05T00:00:00Z",
        title="评价规范",
        occupation=made.occupation,
        name="评价规范",
        edition="1",
        lowest=5,
        highest=1,
        standard=made,
    )
    case.save(by_door=True)


@pytest.mark.clause("SD-14")
def test_in_shandong_a_standard_that_is_only_named_as_ones_own_is_refused(world):
    owner, actor = world.applicant("371502", "city", "private_school")
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )
    row = with_basis(filing, named_kind="enterprise", named="自编规范")
    filing.standings.create(occupation=row.occupation, name="电工")
    assert found(filing) == {"basis-not-filed"}
    assert basis_of(filing, "basis-not-filed") == ("SD-14",)


@pytest.mark.parametrize(("checked", "refuses"), [(True, True), (False, False)])
def test_levels_that_the_standard_does_not_set(liaocheng, checked, refuses):
    """Levels that nobody has compared with the published text only warn."""
    with_basis(liaocheng, standard=standard(levels=(5, 4), checked=checked))
    assert found(liaocheng, refusing=refuses) == {"basis-levels"}


@pytest.mark.clause("JS-06")
@pytest.mark.parametrize(("sure", "expected"), [(False, {"adjusted-below"}), (True, set())])
def test_an_adjusted_standard_is_not_below_the_national_one(jiangsu, sure, expected):
    with_basis(jiangsu, standard=standard(), adjusted="增加设备保养", not_below=sure)
    assert found(jiangsu) == expected


def test_where_the_document_does_not_ask_that_it_only_warns(liaocheng):
    with_basis(liaocheng, standard=standard(), adjusted="增加设备保养")
    assert found(liaocheng, refusing=False) == {"adjusted-below"}


def test_where_no_document_lets_it_be_adjusted_that_is_refused(world):
    filing = world.filing(regulation="liaoning-enterprise", receiver="as")
    with_basis(filing, standard=standard(), adjusted="增加设备保养", not_below=True)
    assert found(filing) == {"adjusted-not-here"}


@pytest.mark.clause("JS-04")
@pytest.mark.parametrize(("reason", "expected"), [("", {"nearest-reason"}), ("同类", set())])
def test_a_post_the_classification_lacks_is_justified(jiangsu, reason, expected):
    with_basis(jiangsu, standard=standard(), post="光伏运维工", reason=reason)
    assert found(jiangsu) == expected


def test_where_no_document_says_so_a_post_is_not_mapped(liaocheng):
    with_basis(liaocheng, standard=standard(), post="光伏运维工", reason="同类")
    assert found(liaocheng) == {"nearest-not-here"}


@pytest.mark.parametrize(
    ("regulation", "receiver", "expected"),
    [
        ("liaocheng-enterprise", "dcf", {"people-staff", "people-expert"}),
        (
            "liaoning-enterprise",
            "as",
            {"people-full-time", "people-expert", "people-assessor", "people-supervisor"},
        ),
        (
            "shandong-social",
            "lc_centre",
            {
                "own-filing-none",
                "people-full-time",
                "people-expert",
                "people-assessor",
                "people-invigilator",
                "people-supervisor",
            },
        ),
    ],
)
def test_the_people_whom_the_conditions_ask_for(world, regulation, receiver, expected):
    filing = world.filing(regulation=regulation, receiver=receiver)
    scope_row(filing, standard=standard())
    rooms(filing)
    assert found(filing) == expected


def test_full_time_means_full_time(world):
    filing = world.filing(regulation="liaoning-enterprise", receiver="as")
    fill_rows(filing)
    filing.people.filter(role="staff").update(full_time=False)
    assert found(filing) == {"people-full-time"}


def test_a_default_rule_only_warns_of_missing_people(jiangsu):
    scope_row(jiangsu, standard=standard())
    assert found(jiangsu) == set()
    assert found(jiangsu, refusing=False) == {
        "people-staff",
        "people-expert",
        "venue-practice",
        "venue-equipment",
    }


def test_an_assessor_without_a_certificate_number_warns(liaocheng):
    fill_rows(liaocheng)
    liaocheng.people.filter(role="assessor").update(certificate="")
    assert (found(liaocheng), found(liaocheng, refusing=False)) == (
        set(),
        {"people-certificate"},
    )


@pytest.mark.clause("SD-01")
@pytest.mark.parametrize("missing", EVERY_ROOM)
def test_shandong_asks_for_every_room(world, missing):
    owner, actor = world.applicant("371502", "city", "private_school")
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )
    fill_rows(filing)
    filing.standings.create(occupation=world.occupations[ELECTRICIAN], name="电工")
    filing.facilities.filter(kind=missing).delete()
    assert found(filing) == {f"venue-{missing}"}


def test_headcount_and_experience_where_a_condition_asks(world, liaocheng):
    liaoning = world.filing(regulation="liaoning-enterprise", receiver="as")
    for filing in (liaocheng, liaoning):
        people(filing, *EVERYBODY)
        rooms(filing)
        scope_row(
            filing, headcount=None, experience="", named_kind="national", named="国家职业标准"
        )
    assert found(liaocheng) == {"headcount-none"}
    assert found(liaoning) == {"experience-none"}


def test_the_checks_cost_the_same_for_one_row_and_thirty(
    world, liaocheng, django_assert_num_queries
):
    fill_rows(liaocheng)
    with CaptureQueriesContext(connection) as one:
        problems(load(liaocheng))
    parent = world.occupations[ELECTRICIAN].parent
    for number in range(10, 40):
        code = f"6-31-01-{number}"
        Occupation.objects.create(
            code=code, name=f"职业{number}", tier=4, parent=parent, announced=2022, skilled=True
        )
        scope_row(liaocheng, code, standard=standard(code))
    with django_assert_num_queries(len(one)):
        problems(load(liaocheng))
