"""What keeps a commission from going on, with the reason in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from assessment.checks import commissions as checks
from assessment.models import Commission
from assessment.services import commissioning
from casework.services.door import ForbiddenError
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod, AgencyScope
from tests.assessment.commissioning.steps import (
    a_commission,
    act,
    add,
    agree,
    an_item,
    begin,
    refused,
    save,
    scan,
    state,
    url,
)

pytestmark = pytest.mark.django_db


def codes(case) -> list[tuple[str, bool]]:
    found = checks.of_step(Commission.objects.get(pk=case.pk))
    return [(issue.code, issue.refuses) for issue in found]


def suspend(agency, since=date(2026, 2, 1)) -> None:
    AgencyPeriod.objects.filter(agency=agency, until=None).update(until=since)
    AgencyPeriod.objects.create(agency=agency, status=AgencyStatus.SUSPENDED, since=since)


def test_an_empty_draft_is_told_everything_that_lacks(client, agencies):
    case = begin(client, agencies, "hb")
    assert codes(case) == [
        ("need-none", True),
        ("pay-none", True),
        ("day-none", True),
        ("items-none", True),
    ]
    answer = act(client, case, "ask")
    assert (answer.status_code, len(refused(answer)), state(case)) == (422, 4, "draft")


@pytest.mark.clause("LC-03")
def test_in_liaocheng_the_client_says_how_it_is_of_the_same_kind(client, agencies):
    case = a_commission(agencies, "lc", same_kind="")
    assert codes(case) == [("same-kind-none", True)]
    client.force_login(agencies.world.hr)
    said = "还没有说明与受托企业怎样同类。请写明行业、主要产品和工种等情况，由鉴定中心核定。"
    assert refused(act(client, case, "ask")) == [said]


def test_in_hebei_nobody_asks_of_which_kind_it_is(client, agencies):
    case = a_commission(agencies, "hb", same_kind="")
    assert codes(case) == []
    client.force_login(agencies.client_hr)
    assert "same_kind" not in client.get(url("-need", case.number)).context["form"].fields


@pytest.mark.parametrize("step", ["draft", "requested", "agreed", "submitted"])
def test_an_agency_out_of_force_stops_it_at_every_step(agencies, step):
    case = a_commission(agencies, "hb", step)
    suspend(agencies.agency["hb"])
    assert ("agency-not-in-force", True) in codes(case)


def test_the_agency_must_be_in_force_on_the_day_that_is_meant(agencies):
    agency = agencies.agency["hb"]
    agency.valid_until = date(2026, 4, 1)
    agency.save()
    assert codes(a_commission(agencies, "hb")) == [("agency-not-in-force", True)]


@pytest.mark.parametrize(
    ("step", "name"), [("draft", "ask"), ("requested", "agree"), ("submitted", "grant")]
)
def test_what_left_the_scope_is_refused(client, agencies, step, name):
    case = a_commission(agencies, "hb", step)
    AgencyScope.objects.filter(agency=case.agency, level=4).update(until=date(2026, 3, 1))
    users = {
        "ask": agencies.client_hr,
        "agree": agencies.clerk["hb"],
        "grant": agencies.world.staff["sjz_centre"],
    }
    client.force_login(users[name])
    answer = agree(client, case) if name == "agree" else act(client, case, name)
    assert "不在" in refused(answer)[0]
    assert (answer.status_code, state(case)) == (422, step)


def test_only_the_scope_of_the_agency_is_offered(client, agencies):
    case = begin(client, agencies, "hb")
    assert add(client, agencies, case, "6-18-01-01", 3).status_code == 302
    assert add(client, agencies, case, "6-18-01-01", 2).status_code == 422
    assert add(client, agencies, case, "6-18-02-04", 4).status_code == 422
    assert case.items.count() == 1


def test_an_occupation_and_level_stands_once(client, agencies):
    case = begin(client, agencies, "hb")
    add(client, agencies, case)
    answer = add(client, agencies, case)
    assert refused(answer) == ["这个职业（工种）的这个等级已经填写。"]


@pytest.mark.parametrize("headcount", ["0", "-1", "", "三十", "20001", "1.5"])
def test_a_headcount_is_of_people(client, agencies, headcount):
    case = begin(client, agencies, "hb")
    answer = add(client, agencies, case, headcount=headcount)
    assert answer.status_code == 422
    assert answer.context["form"]["headcount"].errors
    assert case.items.count() == 0


def test_the_database_keeps_no_item_of_nobody(agencies):
    case = a_commission(agencies, "hb")
    with pytest.raises(IntegrityError):
        an_item(agencies, case, level=3, headcount=0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sealed": ""}, "sealed"),
        ({"signed_on": ""}, "signed_on"),
        ({"signed_on": "2026-03-03"}, "signed_on"),
        ({"agreement": ""}, "agreement"),
        ({"agreement": scan("协议.txt")}, None),
    ],
)
def test_an_agreement_that_is_not_signed_is_no_agreement(client, agencies, values, field):
    case = a_commission(agencies, "hb", "requested", signed_on=None)
    client.force_login(agencies.clerk["hb"])
    answer = agree(client, case, **values)
    errors = answer.context["form"].errors
    assert (answer.status_code, state(case)) == (422, "requested")
    assert list(errors) == [field or "__all__"]
    assert case.materials.count() == 0


def test_nobody_commissions_oneself(client, agencies):
    agency = agencies.agency["lc"]
    client.force_login(agencies.clerk["lc"])
    begin_url = url("-begin", agency.code)
    place = {"division": agency.division.pk}
    assert client.post(begin_url, place).status_code == 404
    with pytest.raises(ValidationError, match="不能委托自己的评价机构"):
        commissioning.start(
            agency.organisation, agency, agency.division, actor=agencies.clerk["lc"]
        )


def test_an_agency_may_commission_another_for_what_it_cannot_assess(client, agencies):
    """An agency of Liaocheng asks a second one."""
    other, hr = agencies.world.applicant("371500", "city")
    client.force_login(hr)
    agency = agencies.agency["lc"]
    second = type(agency).objects.create(
        code="Y000037999999",
        prefix="Y000037999999",
        name=other.name,
        credit_code=other.code,
        kind=other.kind,
        organisation=other,
        division=agency.division,
        regulation_id=agency.regulation_id,
        origin="receipt",
        filed_on=date(2026, 1, 5),
        published_on=date(2026, 1, 5),
    )
    AgencyPeriod.objects.create(agency=second, status="in_force", since=date(2026, 1, 5))
    place = {"division": agency.division.pk}
    assert client.post(url("-begin", agency.code), place).status_code == 302
    case = Commission.objects.get()
    an_item(agencies, case)
    assert ("own-scope", False) not in codes(case)
    AgencyScope.objects.create(
        agency=second,
        occupation=agencies.world.occupations["6-31-01-03"],
        level=4,
        since=date(2026, 1, 5),
    )
    assert ("own-scope", False) in codes(case)


@pytest.mark.parametrize(
    ("owner", "key"),
    [("client", "lc"), ("client", "js"), ("firm", "hb"), ("firm", "sd"), ("firm", "ln")],
)
def test_an_agency_of_elsewhere_or_of_other_rules_is_not_to_be_had(client, agencies, owner, key):
    user = agencies.client_hr if owner == "client" else agencies.world.hr
    client.force_login(user)
    agency = agencies.agency[key]
    assert client.get(url("-begin", agency.code)).status_code == 404
    firm = agencies.client if owner == "client" else agencies.world.firm
    with pytest.raises(ValidationError, match="现在不能委托"):
        commissioning.start(firm, agency, firm.division, actor=user)


def test_the_place_lies_where_the_regulation_holds(client, agencies):
    client.force_login(agencies.client_hr)
    agency, elsewhere = agencies.agency["hb"], agencies.world.places["371500"]
    answer = client.post(url("-begin", agency.code), {"division": elsewhere.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["division"])
    with pytest.raises(ValidationError, match="评价所在地应在河北省内"):
        commissioning.start(agencies.client, agency, elsewhere, actor=agencies.client_hr)


def test_somebody_of_elsewhere_begins_nothing(agencies):
    agency = agencies.agency["hb"]
    with pytest.raises(ForbiddenError):
        commissioning.start(agencies.client, agency, agency.division, actor=agencies.clerk["js"])


def test_the_start_sent_twice_is_one_draft(client, agencies):
    first = begin(client, agencies, "hb")
    assert begin(client, agencies, "hb") == first


def test_a_day_that_is_past_is_refused_when_it_is_written(client, agencies):
    case = begin(client, agencies, "hb")
    answer = save(client, case, proposed_on="2026-03-02")
    assert answer.context["form"]["proposed_on"].errors == ["请填写今天以后的日期。"]
    assert answer.context["form"]["need"].value() == "车间电工 30 人，需要评价四级。"


def test_what_a_colleague_saved_meanwhile_is_not_undone(client, agencies):
    case = begin(client, agencies, "hb")
    seen = client.get(url("-need", case.number)).context["form"]["seen"].value()
    save(client, case, pay="甲")
    answer = client.post(url("-need", case.number), {"seen": seen, "need": "x", "pay": "乙"})
    assert answer.status_code == 422
    assert Commission.objects.get().pay == "甲"


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("sjz_centre", "sjz_centre"),
        ("hb_centre", "hb_centre"),
        ("sjz", "sjz_centre"),
        (None, "sjz_centre"),
    ],
)
@pytest.mark.clause("HB-01")
def test_the_centre_with_authority_over_the_agency_gets_it(client, agencies, issuer, expected):
    agency = agencies.agency["hb"]
    agency.issuer = agencies.world.offices.get(issuer)
    agency.save()
    case = begin(client, agencies, "hb")
    assert case.receiver == agencies.world.offices[expected]


def test_without_a_centre_it_does_not_begin(client, agencies):
    agencies.world.offices["lc_centre"].status = "suspended"
    agencies.world.offices["lc_centre"].save()
    client.force_login(agencies.world.hr)
    answer = client.post(
        url("-begin", agencies.agency["lc"].code), {"division": agencies.world.firm.division.pk}
    )
    assert refused(answer) == ["办理委托的鉴定中心还没有在本平台开通，请与当地鉴定中心联系。"]
