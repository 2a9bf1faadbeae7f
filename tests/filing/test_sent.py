"""What was sent stays readable for those who sent it, as it was sent."""

from uuid import uuid4

from django.urls import reverse

from accounts import masking
from accounts.enums import Role
from casework.services import door
from filing.models import Person, Submission
from filing.sections import SECTIONS
from tests.filing.filled import MOBILE, fill_in


def page_of(client, user, filing):
    client.force_login(user)
    return client.get(reverse("filing:sent", args=[filing.number]))


def test_its_people_read_the_frozen_submission(client, world):
    filing = fill_in(world, world.filing())
    assert page_of(client, world.hr, filing).status_code == 404
    door.perform(filing, "submit", actor=world.hr, version=filing.version, token=uuid4())
    Person.objects.filter(filing=filing).update(name="后来改的名字")
    page = page_of(client, world.hr, filing)
    shown = page.content.decode()
    assert [each["title"] for each in page.context["sections"]] == [s.title for s in SECTIONS]
    assert Submission.objects.get().sha256 in shown
    assert masking.phone(MOBILE) in shown
    assert MOBILE not in shown
    assert "后来改的名字" not in shown
    case = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert reverse("filing:sent", args=[filing.number]) in case


def test_nobody_else_reads_it_there(client, world):
    filing = fill_in(world, world.filing())
    door.perform(filing, "submit", actor=world.hr, version=filing.version, token=uuid4())
    _, stranger = world.applicant("371521", "county")
    assessor = world.member(world.firm, Role.ASSESSOR)
    found = [
        page_of(client, user, filing).status_code
        for user in (stranger, world.staff["dcf"], world.staff["yg"], assessor)
    ]
    assert found == [404, 404, 404, 403]
