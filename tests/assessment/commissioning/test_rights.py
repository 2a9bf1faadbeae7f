"""Who may do what with a commission at which step, and for whom it does not exist."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Commission
from casework import kinds, rules
from casework.waiting import waiting_for
from catalogue.regulations.terms import CommissionStep
from config import clock
from tests.assessment.commissioning.steps import a_commission, act, agree, may, state, url

pytestmark = pytest.mark.django_db

STEPS = [step.value for step in CommissionStep]
CLIENT, AGENCY, CENTRE = "client", "agency", "centre"
MATRIX = {
    "hb": {
        (CLIENT, "draft"): {"ask", "withdraw"},
        (CLIENT, "requested"): {"withdraw"},
        (CLIENT, "agreed"): {"submit", "withdraw"},
        (CLIENT, "returned"): {"submit", "withdraw"},
        (AGENCY, "requested"): {"agree", "decline"},
        (CENTRE, "submitted"): {"send_back", "grant"},
    },
    "lc": {
        (CLIENT, "draft"): {"ask", "withdraw"},
        (CLIENT, "requested"): {"withdraw"},
        (CLIENT, "agreed"): {"withdraw"},
        (CLIENT, "returned"): {"withdraw"},
        (AGENCY, "requested"): {"agree", "decline"},
        (AGENCY, "agreed"): {"submit"},
        (AGENCY, "returned"): {"submit"},
        (CENTRE, "submitted"): {"send_back", "grant"},
    },
}
UNSEEN = {"draft", "requested", "agreed", "declined"}  # by the centre


def people(agencies, key: str) -> dict:
    """One of each side; then everybody else."""
    world = agencies.world
    centre = "sjz_centre" if key == "hb" else "lc_centre"
    return {
        CLIENT: agencies.client_hr if key == "hb" else world.hr,
        AGENCY: agencies.clerk[key],
        CENTRE: world.staff[centre],
        "another agency": agencies.clerk["js"],
        "an expert of the centre": world.member(world.offices[centre], Role.EXPERT),
        "the bureau of the city": world.staff["sjz" if key == "hb" else "lc"],
        "the centre of another province": world.staff["sz_centre"],
    }


@pytest.mark.parametrize("key", ["hb", "lc"])
@pytest.mark.parametrize("step", STEPS)
def test_each_acts_where_the_regulation_says_and_nobody_else(agencies, key, step):
    case = a_commission(agencies, key, step)
    found = {name: may(case, user) for name, user in people(agencies, key).items()}
    assert found == {name: MATRIX[key].get((name, step), set()) for name in found}


@pytest.mark.parametrize("key", ["hb", "lc"])
@pytest.mark.parametrize("step", STEPS)
def test_who_sees_it(client, agencies, key, step):
    case = a_commission(agencies, key, step)
    page, seen = reverse("casework:case", args=[case.number]), set()
    for name, user in people(agencies, key).items():
        client.force_login(user)
        answer = client.get(page)
        assert answer.status_code in (200, 404)
        seen |= {name} if answer.status_code == 200 else set()
    expected = {CLIENT}
    expected |= {AGENCY} if step != "draft" else set()
    expected |= {CENTRE, "the bureau of the city"} if step not in UNSEEN else set()
    assert seen == expected


@pytest.mark.parametrize("page", ["", "-need", "-items"])
def test_the_draft_is_nobodys_but_the_clients(client, agencies, page):
    case = a_commission(agencies, "hb", "returned" if page != "-items" else "draft")
    answers = {}
    for name, user in people(agencies, "hb").items():
        client.force_login(user)
        answers[name] = client.get(url(page, case.number)).status_code
    reads = 403 if page != "-items" else 404
    assert answers == {
        CLIENT: 200,
        AGENCY: reads,
        CENTRE: reads,
        "another agency": 404,
        "an expert of the centre": 404,
        "the bureau of the city": reads,
        "the centre of another province": 404,
    }


def test_a_supervisor_of_the_client_reads_and_does_not_fill_in(client, agencies):
    case = a_commission(agencies, "hb")
    reader = agencies.world.member(agencies.client, Role.SUPERVISOR)
    client.force_login(reader)
    assert client.get(url("-need", case.number)).status_code == 403
    assert client.post(url("-items", case.number), {}).status_code == 403
    assert may(case, reader) == set()


@pytest.mark.parametrize("step", ["requested", "agreed", "submitted", "granted", "withdrawn"])
def test_what_was_handed_on_is_not_filled_in_any_more(client, agencies, step):
    case = a_commission(agencies, "hb", step)
    client.force_login(agencies.client_hr)
    assert client.get(url("-need", case.number)).status_code == 403
    assert client.post(url("-items", case.number), {}).status_code == 403
    remove = url("-item-remove", case.number, case.items.get().pk)
    assert client.post(remove).status_code == 403
    assert case.items.count() == 1


@pytest.mark.parametrize(
    ("step", "givers"),
    [
        ("draft", {CLIENT}),
        ("requested", {CLIENT, AGENCY}),
        ("agreed", {CLIENT, AGENCY}),
        ("submitted", set()),
        ("returned", {CLIENT, AGENCY}),
        ("granted", set()),
    ],
)
def test_which_side_hands_in_papers(agencies, step, givers):
    case = a_commission(agencies, "hb", step)
    sides = {name: people(agencies, "hb")[name] for name in (CLIENT, AGENCY)}
    found = {name for name, user in sides.items() if rules.may_add_papers(user, case)}
    assert found == givers


def test_a_client_or_agency_that_is_not_active_any_more_does_nothing(agencies):
    case = a_commission(agencies, "hb", "requested")
    organisation = agencies.agency["hb"].organisation
    organisation.status = "suspended"
    organisation.save()
    assert may(case, agencies.clerk["hb"]) == set()
    agencies.client.status = "suspended"
    agencies.client.save()
    assert may(case, agencies.client_hr) == set()


@pytest.mark.parametrize(
    ("key", "step", "side"),
    [
        ("hb", "requested", AGENCY),
        ("hb", "agreed", CLIENT),
        ("hb", "submitted", CENTRE),
        ("hb", "returned", CLIENT),
        ("lc", "agreed", AGENCY),
        ("lc", "returned", AGENCY),
    ],
)
def test_it_waits_on_the_desk_of_whoever_is_next(agencies, key, step, side):
    a_commission(agencies, key, step)
    sides = {name: people(agencies, key)[name] for name in (CLIENT, AGENCY, CENTRE)}
    waiting = {name for name, user in sides.items() if waiting_for(user)}
    assert waiting == {side}


def test_the_same_form_twice_is_one_act(client, agencies):
    case = a_commission(agencies, "hb")
    client.force_login(agencies.client_hr)
    address = reverse("casework:act", args=[case.number, "ask"])
    form = client.get(address).context["form"]
    sent = {"version": form["version"].value(), "token": form["token"].value()}
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert case.events.filter(act="ask").count() == 1


def test_a_page_that_is_out_of_date_is_refused(client, agencies):
    case = a_commission(agencies, "hb", "requested")
    client.force_login(agencies.clerk["hb"])
    address = reverse("casework:act", args=[case.number, "decline"])
    form = client.get(address).context["form"]
    stale = {"version": form["version"].value(), "token": form["token"].value(), "note": "考位已满"}
    assert agree(client, case).status_code == 302
    assert client.post(address, stale).status_code == 409
    assert state(case) == "agreed"


def test_the_desk_offers_it_to_enterprises_where_a_regulation_knows_commissions(agencies):
    world = agencies.world

    def offered(user) -> bool:
        return kinds.by_code("commission") in kinds.startable_by(user)

    school = world.applicant("130100", "city", "private_school")[1]
    assert [offered(each) for each in (agencies.client_hr, world.hr, agencies.clerk["hb"])] == [
        True,
        True,
        True,
    ]
    assert [
        offered(each) for each in (agencies.clerk["js"], school, world.staff["sjz_centre"])
    ] == [
        False,
        False,
        False,
    ]


def test_an_enterprise_that_is_not_confirmed_commissions_nobody(client, agencies):
    agencies.client.status = "pending"
    agencies.client.save()
    client.force_login(agencies.client_hr)
    assert client.get(url("-start")).status_code == 403
    begin = url("-begin", agencies.agency["hb"].code)
    assert client.post(begin, {"division": agencies.client.division.pk}).status_code == 403
    assert not Commission.objects.exists()


def test_the_centre_decides_within_its_days_or_the_clock_shows_it(client, agencies):
    case = a_commission(agencies, "hb", "submitted")
    deadline = case.deadlines.get()
    assert (deadline.key, deadline.due_on - timedelta(14)) == ("commission", clock.today())
    client.force_login(agencies.world.staff["sjz_centre"])
    assert act(client, case, "send_back", note="缺制度").status_code == 302
    assert case.deadlines.get().progress == "done"
