"""What the checks say of occupations and levels; each rule comes from the regulation."""

import pytest

from catalogue.models import RegulatedOccupation
from filing.checks.all import CHECKS, problems
from filing.documents.dossier import load
from filing.enums import AgencyStatus
from filing.models import OwnLevel, Standing
from filing.sections import BY_KEY
from tests.filing.agencies import agency
from tests.filing.rows import (
    ELECTRICIAN,
    MILLER,
    TURNER,
    WELDER,
    fill_rows,
    people,
    rooms,
    scope_row,
    standard,
)
from tests.filing.world import credit_code

OURS = ("scope", "standards", "people", "venue")


def found(filing, *, refusing: bool = True) -> set[str]:
    """The codes of what is wrong with the rows."""
    return {
        issue.code
        for issue in problems(load(filing))
        if issue.section in OURS and issue.refuses is refusing
    }


def basis_of(filing, code: str) -> tuple[str, ...]:
    """The clauses that the first such issue stands on."""
    issue = next(issue for issue in problems(load(filing)) if issue.code == code)
    return issue.basis.clauses


@pytest.fixture
def liaocheng(world):
    return world.filing()


@pytest.fixture
def social(world):
    """An enterprise with its own filing for 电工, 五级 to 三级, applies to assess the public."""
    agency(world, organisation=world.firm)
    return world.filing(regulation="shandong-social", receiver="lc_centre")


@pytest.mark.parametrize(
    ("regulation", "receiver"),
    [
        ("liaocheng-enterprise", "dcf"),
        ("liaoning-enterprise", "as"),
        ("jiangsu-enterprise", "sz"),
        ("shandong-social", "lc_centre"),
    ],
)
def test_full_rows_have_nothing_against_them(world, regulation, receiver):
    agency(world, organisation=world.firm)
    filing = world.filing(regulation=regulation, receiver=receiver)
    fill_rows(filing)
    assert (found(filing), found(filing, refusing=False)) == (set(), set())


def test_an_empty_application_lacks_an_occupation(liaocheng):
    people(liaocheng)
    rooms(liaocheng)
    assert found(liaocheng) == {"scope-none"}


@pytest.mark.clause("SD-03")
def test_shandong_takes_no_level_above_three(world, social):
    fill_rows(social)
    social.scope.update(highest=2)
    assert found(social) == {"scope-levels", "own-filing-beyond"}
    assert basis_of(social, "scope-levels") == ("SD-03",)


@pytest.mark.clause("SD-03")
def test_shandong_takes_three_occupations_not_four(world, social):
    codes = (ELECTRICIAN, WELDER, TURNER, MILLER)
    agency(
        world,
        organisation=world.firm,
        regulation="national-enterprise",
        scope=dict.fromkeys(codes[1:], (5, 4, 3)),
    )
    fill_rows(social)
    for code in codes[1:3]:
        scope_row(social, code, standard=standard(code))
    assert found(social) == set()
    scope_row(social, MILLER, standard=standard(MILLER))
    assert found(social) == {"scope-count"}


@pytest.mark.clause("SD-03")
def test_what_is_in_force_elsewhere_counts_against_the_limit(world, social):
    """What this filing replaces does not count twice; another agency of the applicant does."""
    mine = agency(world, organisation=world.firm, regulation="shandong-social", letter="S")
    social.agency = mine
    fill_rows(social)
    assert found(social) == set()
    held = dict.fromkeys((WELDER, TURNER, MILLER), (5,))
    agency(
        world,
        organisation=world.firm,
        regulation="shandong-social",
        place="371521",
        scope=held,
    )
    assert found(social) == {"scope-count"}


@pytest.mark.clause("SD-02")
@pytest.mark.parametrize("status", ["none", AgencyStatus.SUSPENDED, AgencyStatus.STRUCK_OFF])
def test_an_enterprise_needs_its_own_filing_in_force_first(world, status):
    if status != "none":
        agency(world, organisation=world.firm, status=status)
    filing = world.filing(regulation="shandong-social", receiver="lc_centre")
    fill_rows(filing)
    assert found(filing) == {"own-filing-none"}
    assert basis_of(filing, "own-filing-none") == ("SD-01", "SD-02")


@pytest.mark.clause("SD-02")
def test_an_enterprise_stays_inside_its_own_filing(social):
    fill_rows(social)
    scope_row(social, WELDER, standard=standard(WELDER))
    assert found(social) == {"own-filing-beyond"}


@pytest.mark.parametrize(
    ("own", "wanted", "expected"),
    [("", "维修电工", set()), ("维修电工", "", {"own-filing-beyond"}), ("甲", "甲", set())],
)
def test_a_filing_without_a_work_type_covers_them_all(social, world, own, wanted, expected):
    world.firm.agencies.get().scope.update(work_type=own)
    fill_rows(social)
    social.scope.update(work_type=wanted)
    assert found(social) == expected


def social_applicant(world, kind: str):
    owner, actor = world.applicant("371502", "city", kind)
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )
    fill_rows(filing)
    return filing


def stand(filing, world, code=ELECTRICIAN, **columns) -> None:
    Standing.objects.create(
        filing=filing, occupation=world.occupations[code], name="电气自动化", **columns
    )


@pytest.mark.clause("SD-02")
@pytest.mark.parametrize("kind", ["university", "technical_school"])
def test_a_school_stays_with_its_programmes_and_no_higher(world, kind):
    filing = social_applicant(world, kind)
    assert found(filing) == {"standing-none"}
    stand(filing, world)
    assert found(filing) == {"standing-level-none"}
    filing.standings.update(top_level=4)
    assert found(filing) == {"standing-level-above"}
    filing.standings.update(top_level=3)
    assert found(filing) == set()


@pytest.mark.clause("SD-02")
def test_an_association_names_the_member_that_does_the_work(world):
    filing = social_applicant(world, "association")
    assert found(filing) == {"standing-none"}
    stand(filing, world)
    assert found(filing) == {"standing-member-none"}
    filing.standings.update(unit="样例机械有限公司", unit_code=credit_code(7))
    assert found(filing) == set()


@pytest.mark.clause("SD-02")
def test_a_private_school_stays_with_its_courses(world):
    filing = social_applicant(world, "private_school")
    stand(filing, world, WELDER)
    assert found(filing) == {"standing-none"}
    stand(filing, world)
    assert found(filing) == set()


@pytest.mark.clause("LC-04")
@pytest.mark.parametrize(
    ("block", "refused", "warned"),
    [("full", {"scope-blocked"}, set()), ("partial", set(), {"scope-partly-blocked"})],
)
def test_a_regulated_occupation_is_refused_one_in_part_warns(
    world, liaocheng, block, refused, warned
):
    fill_rows(liaocheng)
    RegulatedOccupation.objects.create(
        item=1,
        group="测试",
        qualification="测试资格",
        occupation=world.occupations[ELECTRICIAN],
        block=block,
        certainty="verified",
        source="测试目录",
    )
    assert found(liaocheng) == refused
    assert found(liaocheng, refusing=False) == warned
    if refused:
        assert basis_of(liaocheng, "scope-blocked") == ("LC-04",)


def test_an_occupation_that_is_no_skilled_one_is_refused(world, liaocheng):
    fill_rows(liaocheng)
    world.occupations[ELECTRICIAN].skilled = False
    world.occupations[ELECTRICIAN].save()
    assert found(liaocheng) == {"scope-blocked"}


def rung(filing, name, relation, level, ordinal=1):
    OwnLevel.objects.create(
        filing=filing, name=name, relation=relation, level=level, ordinal=ordinal
    )


@pytest.mark.clause("LC-05", "JS-05")
@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ([("学徒工", "below", 5), ("中级工", "within", 4), ("首席技师", "above", 1)], set()),
        ([("中级工一档", "within", 4), ("中级工二档", "within", 4)], set()),
        ([("首席技师", "above", 2)], {"ladder-order"}),
        ([("学徒工", "below", 4)], {"ladder-order"}),
        ([("高级工", "within", 3), ("中级工", "within", 4)], {"ladder-order"}),
    ],
)
def test_own_levels_are_mapped_and_climb(liaocheng, rungs, expected):
    fill_rows(liaocheng)
    for ordinal, each in enumerate(rungs, start=1):
        rung(liaocheng, *each, ordinal=ordinal)
    assert found(liaocheng) == expected


@pytest.mark.clause("SD-03")
def test_shandong_knows_no_levels_of_ones_own(social):
    fill_rows(social)
    rung(social, "学徒工", "below", 5)
    rung(social, "中级工一档", "within", 4, 2)
    rung(social, "中级工二档", "within", 4, 3)
    assert found(social) == {"ladder-relation", "ladder-divided"}


@pytest.mark.parametrize(
    ("methods", "refused"),
    [(["exam"], set()), ([], {"methods-none"}), (["exam", "test"], {"methods-not-offered"})],
)
def test_methods_are_those_of_the_regulation(liaocheng, methods, refused):
    fill_rows(liaocheng)
    liaocheng.scope.update(methods=methods)
    assert found(liaocheng) == refused


def test_every_check_tells_a_section_that_exists(liaocheng):
    assert CHECKS
    assert {issue.section for issue in problems(load(liaocheng))} <= set(BY_KEY)
