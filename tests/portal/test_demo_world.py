"""The world of the demonstration, built small: whole, in every state, with work for everybody."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from accounts.models import Organisation
from assessment.models import Plan
from casework.models import Case, Event, Letter, Notice
from catalogue.models import Division, Occupation
from catalogue.regulations.terms import CommissionStep, FilingStep, PlanStep
from certificates.enums import Origin
from certificates.models import Certificate, Edition
from config import clock
from portal import demo
from portal.demo import newcomers, organisations, world
from portal.demo.certificates import SMALL
from portal.demo.faces import portrait
from portal.demo.filings import ELECTRICIAN, FITTER, TURNER, WELDER
from portal.demo.people import People
from tests.assessment.entering import conditions
from tests.plugins.kept_worlds import kept

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 16, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday
NAMES = {ELECTRICIAN: "电工", WELDER: "焊工", TURNER: "车工", FITTER: "装配钳工"}


@kept
def built():
    """What the catalogue would bring, then the world."""
    _places()
    _occupations()
    conditions()
    with clock.travel(NOW):
        demo.create_accounts()
        assert world.build(small=True)


@pytest.fixture(autouse=True)
def now():
    with clock.travel(NOW):
        yield


def _places() -> None:
    codes = {each.division for each in (demo.OFFICES | demo.FIRMS).values()}
    codes |= {each.division for each in organisations.MORE_OFFICES.values()}
    codes |= {each.division for each in organisations.BODIES.values()}
    codes |= {row[1] for row in (*newcomers.ARRIVALS, *newcomers.ELSEWHERE)}
    codes |= {f"{code[:2]}0000" for code in codes} | {f"{code[:4]}00" for code in codes}
    made: dict[str, Division] = {}
    for code in sorted(codes):
        tier = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
        parent = made.get(code[:2] + "0000" if tier == 2 else code[:4] + "00")
        made[code] = Division.objects.create(code=code, name=code, tier=tier, parent=parent)


def _occupations() -> None:
    made: dict[str, Occupation] = {}
    for code in (*demo.SKILLED, *NAMES):
        for depth in range(1, code.count("-") + 2):
            key = "-".join(code.split("-")[:depth])
            if key not in made:
                made[key] = Occupation.objects.create(
                    code=key,
                    name=NAMES.get(key, key),
                    tier=depth,
                    parent=made.get(key.rpartition("-")[0]),
                    announced=2022,
                    skilled=True,
                    source="测试",
                )


def states(kind: str) -> set[str]:
    return set(Case.objects.filter(kind=kind).values_list("state", flat=True))


@pytest.mark.long
def test_there_is_one_of_every_state(built):
    assert states("filing") == set(FilingStep.values)
    assert states("plan") == set(PlanStep.values)
    assert states("commission") == set(CommissionStep.values)


@pytest.mark.long
def test_everybody_has_something_on_the_desk(built, client):
    waiting = {}
    for user in demo.accounts():
        client.force_login(user)
        shown = client.get("/desk/").context
        waiting[user.username] = bool(shown["tasks"] or shown["lines"])
        if user.username == "hr":  # whose many plans are told apart
            about = [row.about for row in shown["tasks"] if row.case.kind == "plan"]
            assert (about[0], about.count("")) == ("焊工四级、电工四级", 0)
    assert waiting == {account.username: account.username != "hr2" for account in demo.ACCOUNTS}


@pytest.mark.long
def test_its_certificates_are_issued_or_brought_in_and_its_chains_are_whole(built, capsys):
    origins = Counter(Certificate.objects.values_list("origin", flat=True))
    issued = Certificate.objects.filter(origin=Origin.GENERATED)
    assert origins[Origin.LEGACY] == 2 * SMALL
    assert set(Plan.objects.filter(certificates__in=issued).values_list("state", flat=True)) == {
        PlanStep.CERTIFIED,
        PlanStep.ARCHIVED,
    }
    assert not Edition.objects.filter(certificate__in=issued, signed_by="").exists()
    call_command("verify_timeline")


def counts() -> list[int]:
    return [model.objects.count() for model in (Case, Event, Letter, Notice, Organisation)]


@pytest.mark.long
def test_a_second_start_changes_nothing(built):
    before = counts()
    demo.create_accounts()
    assert (world.build(small=True), counts()) == (False, before)


@pytest.mark.long
def test_where_somebody_has_worked_nothing_is_built(built):
    Organisation.objects.filter(name=next(iter(organisations.BODIES.values())).name).update(
        name="改名有限公司"
    )
    with pytest.raises(world.OccupiedError, match="已有办理过的事项"):
        world.build(small=True)


def test_the_same_seed_makes_the_same_people():
    assert People("a").many(50) == People("a").many(50)
    assert portrait("7", is_woman=True) == portrait("7", is_woman=True)
