"""Who learns what of a panel: the applicant nothing before the conclusion, an officer of elsewhere
no more than any expert."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from casework import rules
from casework.services import comments, door
from filing.enums import Verdict
from filing.models import Filing, PanelMember
from filing.services import opinions
from tests.filing import panels
from tests.filing.world import SINCE

pytestmark = pytest.mark.django_db
SPLIT = "3 名专家中，2 名认为符合，1 名认为不符合"


@pytest.fixture
def filing(world):
    return panels.convened(world)


def page(client, user, filing, name="panel") -> str:
    client.force_login(user)
    return client.get(reverse(f"filing:{name}", args=[filing.number])).content.decode()


def test_the_applicant_does_not_learn_the_votes_before_the_conclusion(client, world, filing):
    panels.all_speak(filing, Verdict.MEETS, Verdict.MEETS, Verdict.FAILS)
    told = page(client, world.hr, filing)
    assert SPLIT not in told
    assert "专家意见已经交齐，等待形成评估结论" in told
    assert SPLIT in page(client, world.staff["dcf"], filing)
    assert SPLIT in page(client, panels.seats(filing)[0].user, filing)


def test_a_member_who_is_an_officer_elsewhere_stays_an_expert_here(client, world, filing):
    """The comments of the officers here are not for him."""
    second = panels.seats(filing)[1]
    office = world.offices["yg"]
    Membership.objects.create(
        user=second.user, organisation=office, role=Role.REVIEWER, since=SINCE
    )
    comments.add(filing, actor=world.staff["dcf"], text="只给同事看的话")
    told = page(client, second.user, filing, "read")
    assert "只给同事看的话" not in told
    client.force_login(second.user)
    case = client.get(reverse("casework:case", args=[filing.number]))
    assert (case.status_code, "只给同事看的话" in case.content.decode()) == (200, False)
    sees = {key: rules.sees_inner_side(world.staff[key], filing) for key in ("dcf", "lc", "sd")}
    assert sees == {"dcf": True, "lc": True, "sd": True}
    assert not rules.sees_inner_side(second.user, filing)
    assert not rules.sees_inner_side(world.staff["yg"], filing)


def test_nobody_writes_on_what_was_withdrawn(client, world, filing):
    member = panels.seats(filing)[0]
    client.force_login(member.user)
    door.perform(filing, "withdraw", actor=world.hr, version=filing.version)
    assert Filing.objects.get(pk=filing.pk).state == "withdrawn"
    address = reverse("filing:opinion", args=[filing.number])
    assert client.get(address).url == reverse("filing:panel", args=[filing.number])
    answer = client.post(f"{address}save/", {"text": "还在写"})
    assert opinions.CLOSED in answer.content.decode()
    assert PanelMember.objects.get(pk=member.pk).text == ""
