"""The 认定结果汇总表 of each month: made once, confirmed agency → city → province (LN-11)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.models import Notice
from casework.services import door
from certificates.models import Certificate, MonthlyReport
from certificates.selectors import months
from certificates.services import monthly, standing
from tests.certificates.life.steps import fresh
from tests.certificates.upward.steps import several, table
from tests.certificates.world import a_certificate, confirmed
from tests.filing.granting import on

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def agency(agencies):
    return agencies.agency["ln"]


def report(level: str) -> MonthlyReport:
    return MonthlyReport.objects.get(level=level)


def rows_of(found: MonthlyReport) -> list[tuple]:
    return [
        (line.occupation, line.level, line.assessed, line.qualified, line.issued, line.ended)
        for line in months.lines_of(found)
    ]


def test_the_sweep_makes_the_month_that_is_over_once(agencies, agency):
    several(agency, 2)
    several(agencies.agency["lc"], 1)
    assert (monthly.sweep(), monthly.sweep()) == (3, 0)
    made = MonthlyReport.objects.order_by("pk").values_list("level", "month", "division__code")
    assert list(made) == [
        ("agency", JUNE, "210300"),
        ("city", JUNE, "210300"),
        ("province", JUNE, "210000"),
    ]
    assert Notice.objects.filter(recipient=agencies.clerk["ln"]).count() == 1
    with on(date(2026, 8, 1)):
        assert monthly.sweep() == 0


def test_nobody_reports_a_month_without_certificates(agency):
    several(agency, 1, issued_on=date(2026, 7, 1))
    several(agency, 1, first=2, origin="legacy")
    assert monthly.sweep() == 0


@pytest.mark.clause("LN-11")
def test_a_month_goes_from_the_agency_to_the_province(agencies, client):
    day = confirmed(agencies, "ln", 3)
    agency, plan = day.plan.agency, day.plan
    first, second = (
        a_certificate(agency, n, plan=plan, entry=entry, level=4, occupation="电工")
        for n, entry in enumerate(day.entries[:2], 1)
    )
    a_certificate(agency, 3, level=4, id_number=first.id_number)
    monthly.sweep()
    own, city, province = report("agency"), report("city"), report("province")
    assert rows_of(own) == [("电工", 4, 3, 3, 3, 0)]
    assert rows_of(city) == []
    clerk, officer = agencies.clerk["ln"], agencies.world.staff["as"]
    with pytest.raises(door.ForbiddenError):
        monthly.confirm(own, actor=officer)
    with pytest.raises(ValidationError, match="还有 1 份下级汇总表没有确认"):
        monthly.confirm(city, actor=officer)
    client.force_login(officer)
    page = client.get(reverse("certificates:month", args=[city.pk])).content.decode()
    assert page.count("还有 1 份下级汇总表没有确认") == 1
    assert ("确认汇总表" in page, "本月没有发证" in page) == (False, False)
    client.force_login(clerk)
    assert "待确认" in client.get("/desk/").content.decode()
    client.post(reverse("certificates:month-confirm", args=[own.pk]))
    standing.revoke(second, actor=door.SYSTEM, reason="违规")
    own = fresh(own)
    assert (own.holders, own.confirmed_by, rows_of(own)) == (2, clerk, [("电工", 4, 3, 3, 3, 0)])
    monthly.confirm(fresh(city), actor=officer)
    monthly.confirm(fresh(province), actor=agencies.world.staff["ln_centre"])
    assert rows_of(fresh(province)) == [("电工", 4, 3, 3, 3, 0)]
    assert (fresh(city).holders, fresh(province).holders) == (1, 1)
    with pytest.raises(door.NotNowError):
        monthly.confirm(fresh(city), actor=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.filter(pk=own.pk).update(holders=9)


def test_what_ended_is_counted_in_its_month(agencies, agency):
    (row,) = several(agency, 1)
    standing.revoke(row, actor=door.SYSTEM, reason="违规")
    with on(date(2026, 8, 2)):
        monthly.sweep()
        assert rows_of(report("agency")) == [("电工", 3, 0, 0, 0, 1)]


def test_it_is_taken_away_as_sheet_and_on_paper(agencies, agency, client):
    several(agency, 2)
    monthly.sweep()
    own = report("agency")
    client.force_login(agencies.clerk["ln"])
    sheet = client.get(reverse("certificates:month-sheet", args=[own.pk]))
    assert table(sheet.content) == [
        monthly.HEADS,
        ("电工", "--", "三级/高级工", 0, 0, 2, 0),
        ("合计", None, None, 0, 0, 2, 0),
        ("持有效证书人数", None, None, None, None, 2, None),
    ]
    paper = client.get(reverse("certificates:month-print", args=[own.pk]))
    assert paper.content.startswith(b"%PDF")
    page = client.get(reverse("certificates:month", args=[own.pk])).content.decode()
    assert "本系统格式" in page


@pytest.mark.parametrize(
    ("who", "own", "city", "province"),
    [
        ("clerk", 200, 404, 404),
        ("as", 200, 200, 404),
        ("ln", 200, 200, 200),
        ("ln_centre", 200, 200, 200),
        ("lc", 404, 404, 404),
        ("other agency", 404, 404, 404),
    ],
)
def test_who_sees_which_report(agencies, agency, client, who, own, city, province):
    several(agency, 1)
    monthly.sweep()
    people = {"clerk": agencies.clerk["ln"], "other agency": agencies.clerk["lc"]}
    client.force_login(people.get(who) or agencies.world.staff[who])
    found = [
        client.get(reverse("certificates:month", args=[report(level).pk])).status_code
        for level in ("agency", "city", "province")
    ]
    assert found == [own, city, province]


def test_only_regulations_that_ask_for_it_have_it():
    assert months.reporting() == ["liaoning-enterprise"]


def test_a_certificate_is_counted_in_the_month_of_its_issue_whatever_comes_later(agency):
    several(agency, 1)
    Certificate.objects.update(upload="uploaded", uploaded_on=date(2026, 7, 1))
    monthly.sweep()
    assert rows_of(report("agency")) == [("电工", 3, 0, 0, 1, 0)]
