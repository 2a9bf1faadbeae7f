"""The pool of experts on the desk of the office that keeps it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Invitation
from accounts.services import members
from casework.models import Notice
from config import clock
from filing.models import Conflict, Expert
from filing.selectors import experts
from tests.filing import panels
from tests.filing.world import credit_code

pytestmark = pytest.mark.django_db
POOL = reverse("filing:pool")


@pytest.fixture
def office(world, client):
    client.force_login(world.staff["dcf"])
    return world.offices["dcf"]


@pytest.fixture
def newcomer(world, office):
    return world.member(office, Role.EXPERT, name="新专家")


def entry(**besides) -> dict:
    return {
        "title": "高级技师",
        "employer": "样例机械",
        "employer_code": credit_code(88),
        "since": "2026-01-01",
        "until": "2028-12-31",
        "codes": ["6-31", "6-18-02-04"],
    } | besides


def at(name, pk):
    return reverse(f"filing:{name}", args=[pk])


def test_somebody_is_invited_joins_and_is_appointed(
    world, office, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(reverse("filing:expert-invite"), {"email": "expert@example.com"})
    assert (sent.status_code, sent.url) == (302, POOL)
    invitation = Invitation.objects.get(organisation=office)
    assert (invitation.roles, mail.outbox[-1].to) == (["expert"], ["expert@example.com"])
    assert "expert@example.com" in client.get(POOL).content.decode()
    user = world.member(world.offices["yg"], Role.EXPERT, name="受邀人")
    user.email = "expert@example.com"
    user.save()
    members.accept(invitation, user)
    page = client.get(POOL)
    assert [person.pk for person in page.context["to_appoint"]] == [user.pk]
    assert client.post(at("expert-appoint", user.pk), entry()).status_code == 302
    row = Expert.objects.get(user=user)
    assert (row.office, row.title, row.until) == (office, "高级技师", date(2028, 12, 31))
    assert [field.code for field in row.expertise.all()] == ["6-18-02-04", "6-31"]
    tie = Conflict.objects.get(user=user)
    assert (tie.code, tie.cause, tie.bars_until) == (credit_code(88), "employer", None)
    assert Notice.objects.filter(recipient=user, subject__startswith="您已受聘").count() == 1
    assert list(client.get(POOL).context["to_appoint"]) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"codes": []}, "codes"),
        ({"codes": ["9-99"]}, "codes"),
        ({"until": "2025-12-31"}, "until"),
        ({"until": ""}, "until"),
        ({"employer_code": "913"}, "employer_code"),
        ({"employer": ""}, "employer"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field_and_kept(office, newcomer, client, wrong, field):
    answer = client.post(at("expert-appoint", newcomer.pk), entry(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "高级技师" in answer.content.decode()
    assert (Expert.objects.count(), Conflict.objects.count()) == (0, 0)


def test_fields_are_found_by_name_or_code_and_stay_chosen(office, newcomer, client):
    given = entry(codes=["6-18"], search="电工", _refresh="1")
    page = client.post(at("expert-appoint", newcomer.pk), given)
    choices = [code for code, _ in page.context["form"].fields["codes"].choices]
    assert (page.status_code, choices[0], "6-31-01-03" in choices) == (200, "6-18", True)
    assert page.context["form"].errors == {}
    assert "高级技师" in page.content.decode()


def test_an_entry_is_changed_without_asking_for_the_employer_again(world, office, newcomer, client):
    client.post(at("expert-appoint", newcomer.pk), entry())
    page = client.get(at("expert-appoint", newcomer.pk))
    assert "employer" not in page.context["form"].fields
    given = entry(codes=["4-07"], title="教授")
    assert client.post(at("expert-appoint", newcomer.pk), given).status_code == 302
    row = Expert.objects.get()
    assert (row.title, [f.code for f in row.expertise.all()]) == ("教授", ["4-07"])
    assert Notice.objects.filter(subject__startswith="您已受聘").count() == 1


def test_who_is_dismissed_is_drawn_no_more_and_may_come_back(world, office, newcomer, client):
    client.post(at("expert-appoint", newcomer.pk), entry())
    row = Expert.objects.get()
    filing = panels.accepted(world)
    drawable = lambda: [c.expert.pk for c in experts.candidates(filing, wide=False)]  # noqa: E731
    assert drawable() == [row.pk]
    tomorrow = clock.today() + timedelta(days=1)
    early = client.post(at("expert-dismiss", row.pk), {"on": tomorrow.isoformat()})
    assert (early.status_code, drawable()) == (422, [row.pk])
    today = clock.today().isoformat()
    assert client.post(at("expert-dismiss", row.pk), {"on": today}).status_code == 302
    assert drawable() == []
    assert client.post(at("expert-dismiss", row.pk), {"on": today}).status_code == 422
    assert [p.pk for p in client.get(POOL).context["to_appoint"]] == [newcomer.pk]
    assert client.post(at("expert-appoint", newcomer.pk), entry()).status_code == 302
    assert drawable() == [row.pk]


def test_who_lost_the_role_is_drawn_no_more(world, office, newcomer, client):
    client.post(at("expert-appoint", newcomer.pk), entry())
    members.set_roles(office, newcomer, roles=[], actor=world.staff["dcf"])
    assert experts.candidates(panels.accepted(world), wide=False) == []


def test_an_officer_enters_earlier_work_for_an_applicant(world, office, newcomer, client):
    client.post(at("expert-appoint", newcomer.pk), entry())
    row = Expert.objects.get()
    given = {"cause": "service", "name": "申请单位", "code": world.firm.code}
    assert client.post(at("expert-tie", row.pk), given).status_code == 422
    given["ended_on"] = "2026-06-30"
    assert client.post(at("expert-tie", row.pk), given).status_code == 302
    tie = Conflict.objects.get(cause="service")
    assert (tie.bars_until, tie.declared_by) == (date(2029, 6, 30), world.staff["dcf"])
    found = [c.excluded for c in experts.candidates(panels.accepted(world), wide=False)]
    assert found == ["曾为该单位提供服务"]
    assert "申请单位" in client.get(at("expert", row.pk)).content.decode()


def test_a_reviewer_keeps_the_pool_and_a_manager_invites(world, office, client):
    reviewer = world.member(office, Role.REVIEWER)
    acceptor = world.member(office, Role.ACCEPTOR)
    invite = reverse("filing:expert-invite")
    found = {}
    for name, user in (("reviewer", reviewer), ("acceptor", acceptor), ("hr", world.hr)):
        client.force_login(user)
        found[name] = (client.get(POOL).status_code, client.get(invite).status_code)
    assert found == {"reviewer": (200, 403), "acceptor": (403, 403), "hr": (403, 403)}


def test_another_offices_experts_are_nowhere(world, office, client):
    other = panels.expert(world, "yg")
    assert client.get(at("expert-appoint", other.user_id)).status_code == 404
    for name in ("expert", "expert-dismiss", "expert-tie"):
        assert client.get(at(name, other.pk)).status_code == 404


def test_the_pool_is_reached_from_the_desk_of_who_keeps_it(world, office, client):
    found = []
    for user in (world.staff["dcf"], world.member(office, Role.ACCEPTOR), world.hr):
        client.force_login(user)
        found.append(POOL in client.get("/desk/").content.decode())
    assert found == [True, False, False]
