"""Two at once, on PostgreSQL: one effect. Threads have the clock of the machine."""

import pytest

from casework.models import Notice
from casework.services import door, jobs, sheet_imports
from certificates.enums import TakenBy
from certificates.models import Certificate, Handout, MonthlyReport, StatusChange
from certificates.services import editions, handing, monthly, standing
from certificates.services.legacy_columns import COLUMNS
from config import clock
from tests.certificates.life.steps import colleague, fresh, paper, proposed, with_document
from tests.certificates.upward.steps import several, uploaded
from tests.certificates.upward.test_legacy import row
from tests.certificates.world import a_certificate
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def agreeing(case, actor):
    return lambda: door.perform(fresh(case), "agree", actor=actor)


def test_two_people_agree_to_one_revocation_once(agencies):
    found, clerk = a_certificate(agencies.agency["lc"]), agencies.clerk["lc"]
    case = proposed(found, clerk, "revocation", "other")
    outcomes = at_once(agreeing(case, colleague(agencies)), agreeing(case, colleague(agencies)))
    assert kinds_of(outcomes) == ["Event", "NotNowError"]
    assert StatusChange.objects.filter(certificate=found, status="revoked").count() == 1


def test_an_agency_and_an_office_revoke_one_certificate_once(agencies):
    found, world = a_certificate(agencies.agency["lc"]), agencies.world
    own = proposed(found, agencies.clerk["lc"], "revocation", "other")
    theirs = proposed(found, world.staff["lc"], "revocation", "irregular", evidence=paper())
    outcomes = at_once(agreeing(own, colleague(agencies)), agreeing(theirs, world.second["lc"]))
    assert kinds_of(outcomes) == ["Event", "ValidationError"]
    assert StatusChange.objects.filter(certificate=found, status="revoked").count() == 1
    assert sorted([fresh(own).state, fresh(theirs).state]) == ["decided", "proposed"]


def test_without_the_lock_both_would_revoke_it(agencies, monkeypatch):
    found = a_certificate(agencies.agency["lc"])
    meet, demand = meeting(2), standing.demand_valid

    def unlocked(certificate, *args):
        row = Certificate.objects.get(pk=certificate.pk)
        demand(row)
        meet()
        StatusChange.objects.create(
            certificate=row, status="revoked", since=clock.today(), at=clock.now()
        )

    monkeypatch.setattr(standing, "_end", unlocked)
    revoke = lambda: standing.revoke(found, actor=door.SYSTEM, reason="违规")  # noqa: E731
    assert kinds_of(at_once(revoke, revoke)) == ["NoneType", "NoneType"]
    assert StatusChange.objects.filter(certificate=found, status="revoked").count() == 2


def test_two_jobs_make_one_edition(agencies):
    found, clerk = with_document(agencies), agencies.clerk["lc"]
    case = proposed(found, clerk, "reissue", "lost")
    agreeing(case, colleague(agencies))()
    editions.begin(fresh(case), actor=clerk)
    at_once(jobs.work_off, jobs.work_off)
    assert (fresh(case).state, found.editions.count()) == ("decided", 3)


def test_two_people_record_one_handout(agencies):
    rows, agency = several(agencies.agency["lc"], 3), agencies.agency["lc"]
    people = (agencies.clerk["lc"], colleague(agencies))
    outcomes = at_once(
        *(
            lambda actor=actor: handing.hand_out(
                rows, agency=agency, how=TakenBy.HOLDER, on=clock.today(), actor=actor
            )
            for actor in people
        )
    )
    assert sorted(outcomes) == [0, 3]
    assert Handout.objects.count() == 3


def test_two_people_confirm_one_import_once(agencies):
    clerk, side = agencies.clerk["lc"], agencies.agency["lc"].organisation
    heads = [column.head for column in COLUMNS]
    draft = uploaded("certificates", heads, [row(1), row(2)], by=clerk, side=side)
    confirm = lambda: sheet_imports.confirm(fresh(draft), actor=clerk)  # noqa: E731
    assert kinds_of(at_once(confirm, confirm)) == ["NoneType", "NoneType"]
    at_once(jobs.work_off, jobs.work_off)
    assert (fresh(draft).status, Certificate.objects.count()) == ("taken", 2)


def test_two_sweeps_make_and_tell_of_a_month_once(agencies):
    several(agencies.agency["ln"], 1, issued_on=clock.today().replace(day=1, month=11))
    assert sum(at_once(monthly.sweep, monthly.sweep)) == 3
    assert MonthlyReport.objects.count() == 3
    assert Notice.objects.filter(recipient=agencies.clerk["ln"]).count() == 1
