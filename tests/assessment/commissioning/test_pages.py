"""The list of agencies, and how much the pages ask of the database."""

from datetime import date

import pytest
from django.urls import reverse

from filing.models import Agency, AgencyPeriod, AgencyScope
from tests.assessment.commissioning.steps import a_commission, an_item, upload, url

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 5)


def more_agencies(agencies, count: int) -> list[Agency]:
    """Further agencies of Shijiazhuang, in force for 电工."""
    made = []
    for number in range(count):
        organisation, _ = agencies.world.applicant("130100", "city")
        code = f"S0000139{number:05}"
        agency = Agency.objects.create(
            code=code,
            prefix=code,
            name=organisation.name,
            credit_code=organisation.code,
            kind=organisation.kind,
            organisation=organisation,
            division=agencies.world.places["130100"],
            regulation_id="hebei-commissioned",
            issuer=agencies.world.offices["sjz_centre"],
            origin="receipt",
            filed_on=SINCE,
            published_on=SINCE,
        )
        AgencyPeriod.objects.create(agency=agency, status="in_force", since=SINCE)
        AgencyScope.objects.create(
            agency=agency,
            occupation=agencies.world.occupations["6-31-01-03"],
            level=5,
            since=SINCE,
        )
        made.append(agency)
    return made


def listed(answer) -> list[str]:
    return [agency.code for agency, *_ in answer.context["rows"]]


def test_only_agencies_that_may_be_commissioned_are_listed(client, agencies):
    own = agencies.agency["hb"]
    expired, absent, unpublished = more_agencies(agencies, 3)
    Agency.objects.filter(pk=expired.pk).update(valid_until=date(2026, 3, 1))
    Agency.objects.filter(pk=absent.pk).update(organisation=None)
    Agency.objects.filter(pk=unpublished.pk).update(published_on=None)
    client.force_login(agencies.client_hr)
    assert listed(client.get(url("-start"))) == [own.code]
    client.force_login(agencies.world.hr)
    assert listed(client.get(url("-start"))) == [agencies.agency["lc"].code]


def test_an_agency_filed_for_its_own_people_alone_is_not_listed(client, agencies):
    (one,) = more_agencies(agencies, 1)
    Agency.objects.filter(pk=one.pk).update(
        regulation_id="national-enterprise", prefix="Y000013900000"
    )
    client.force_login(agencies.client_hr)
    assert listed(client.get(url("-start"))) == [agencies.agency["hb"].code]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"occupation": "车工"}, 1),
        ({"occupation": "电工"}, 2),
        ({"occupation": "电工", "level": "3"}, 1),
        ({"occupation": "铣工"}, 0),
        ({"division": "130100"}, 2),
        ({"division": "371500"}, 0),
        ({"search": "没有这个名称"}, 0),
        ({"search": "S0000139"}, 1),
    ],
)
def test_the_list_is_narrowed(client, agencies, asked, found):
    more_agencies(agencies, 1)
    client.force_login(agencies.client_hr)
    assert len(listed(client.get(url("-start"), asked))) == found


def test_somebody_of_two_enterprises_chooses_for_which(client, agencies):
    both = agencies.client_hr
    for role in ("manager", "clerk"):
        both.memberships.create(organisation=agencies.world.firm, role=role, since=SINCE)
    client.force_login(both)
    page = client.get(url("-start"), {"client": agencies.world.firm.pk})
    assert listed(page) == [agencies.agency["lc"].code]
    assert client.get(url("-start"), {"client": "0"}).status_code == 404
    begin = f"{url('-begin', agencies.agency['lc'].code)}?client={agencies.world.firm.pk}"
    assert client.post(begin, {"division": agencies.world.firm.division.pk}).status_code == 302
    assert agencies.world.firm.cases.get(kind="commission").created_by == both


def test_the_list_asks_as_much_for_one_agency_as_for_thirty(
    client, agencies, django_assert_max_num_queries
):
    client.force_login(agencies.client_hr)
    client.get(url("-start"))
    with django_assert_max_num_queries(60) as one:
        client.get(url("-start"))
    more_agencies(agencies, 29)
    with django_assert_max_num_queries(len(one)):
        assert len(listed(client.get(url("-start")))) == 30


@pytest.mark.parametrize("step", ["draft", "submitted"])
def test_the_page_of_the_case_asks_as_much_for_one_item_as_for_thirty(
    client, agencies, django_assert_max_num_queries, step
):
    case = a_commission(agencies, "hb", step)
    side = agencies.client_hr if step == "draft" else agencies.world.staff["sjz_centre"]
    client.force_login(side)
    page = reverse("casework:case", args=[case.number])
    client.get(page)
    with django_assert_max_num_queries(100) as one:
        client.get(page)
    for number in range(29):
        case.items.create(
            occupation=agencies.world.occupations["6-31-01-03"],
            work_type=f"工种{number}",
            level=4,
            headcount=1,
        )
    with django_assert_max_num_queries(len(one)):
        assert client.get(page).status_code == 200


def test_the_desk_asks_as_much_for_one_commission_as_for_thirty(
    client, agencies, django_assert_max_num_queries
):
    a_commission(agencies, "hb", "requested")
    client.force_login(agencies.clerk["hb"])
    client.get("/desk/")
    with django_assert_max_num_queries(100) as one:
        assert client.get("/desk/").status_code == 200
    for _ in range(29):
        a_commission(agencies, "hb", "requested")
    with django_assert_max_num_queries(len(one)):
        client.get("/desk/")


def test_the_page_of_the_papers_names_what_a_commission_needs(client, agencies):
    case = a_commission(agencies, "hb")
    client.force_login(agencies.client_hr)
    assert upload(client, case, "licence").status_code == 422
    assert upload(client, case, "pay").status_code == 302
    page = client.get(reverse("casework:materials", args=[case.number]))
    slots = [(slot.key, slot.is_missing) for slot in page.context["slots"]]
    assert slots == [("agreement", True), ("hr_system", True), ("pay", False)]


def test_an_item_is_taken_out_again(client, agencies):
    case = a_commission(agencies, "hb")
    kept = an_item(agencies, case, level=3)
    client.force_login(agencies.client_hr)
    remove = url("-item-remove", case.number, case.items.get(level=4).pk)
    assert [client.post(remove).status_code for _ in range(2)] == [302, 302]
    assert list(case.items.all()) == [kept]
    assert client.get(remove).status_code == 405
