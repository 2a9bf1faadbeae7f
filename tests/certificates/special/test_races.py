"""One number typed twice at the same instant: one is told so. On PostgreSQL."""

from datetime import date

import pytest

from accounts.enums import Role
from casework.services import door
from catalogue.models import Occupation
from certificates.enums import SpecialState
from certificates.models import Certificate, SpecialCertificate
from certificates.services import numbering, special
from tests.assessment.entering import id_number
from tests.certificates.special.test_special import NUMBER
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officers(agencies):
    """Two of the city, two of the province: both have the agency in their territory."""
    world = agencies.world
    return [world.member(world.offices["sz"], Role.REVIEWER) for _ in range(4)]


def entering(agencies, officer):
    given = special.Given(
        agency=agencies.agency["js"],
        certificate_number=NUMBER,
        name="考生一",
        document="id_card",
        id_number=id_number(1),
        employer="第一机械厂",
        occupation=Occupation.objects.first(),
        work_type="",
        certificate_level=11,
        issued_on=date(2026, 6, 1),
        basis="苏人社函〔2026〕1号",
    )
    return lambda: special.enter(given, actor=officer)


def test_two_officers_enter_one_number_once(agencies, officers):
    outcomes = at_once(*(entering(agencies, officer) for officer in officers[:2]))
    assert kinds_of(outcomes) == ["SpecialCertificate", "ValidationError"]
    assert SpecialCertificate.objects.count() == 1


def test_without_the_lock_both_would_and_one_certificate_comes_of_it(
    agencies, officers, monkeypatch
):
    meet, look = meeting(2), special._refuse_used

    def unlocked(number):
        look(number)
        meet()

    with monkeypatch.context() as patch:
        patch.setattr(numbering, "hold", lambda number: None)
        patch.setattr(special, "_refuse_used", unlocked)
        at_once(*(entering(agencies, officer) for officer in officers[:2]))
    cases = list(SpecialCertificate.objects.order_by("pk"))
    assert len(cases) == 2
    # Registered at the same instant, too, past every look: the second is told.
    monkeypatch.setattr(special, "_refuse_used", lambda number, besides=None: meet_once())
    meet_once = meeting(2)
    monkeypatch.setattr(numbering, "hold", lambda number: None)
    outcomes = at_once(
        *(
            lambda case=case, by=by: door.perform(case, "register", actor=by)
            for case, by in zip(cases, officers[2:], strict=True)
        )
    )
    assert kinds_of(outcomes) == ["Event", "ValidationError"]
    assert Certificate.objects.filter(number=NUMBER).count() == 1
    states = sorted(SpecialCertificate.objects.values_list("state", flat=True))
    assert states == sorted([SpecialState.ENTERED, SpecialState.REGISTERED])
