"""The guides for those who work here: each finds his own, with every picture there."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from lxml import html

from portal import handbook
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def opened(client, user, address):
    client.force_login(user)
    return client.get(address, follow=True)


def test_each_is_led_to_the_guide_of_his_side(client, agencies):  # noqa: F811
    sides = {
        agencies.clerk["lc"]: ("经办人手册", "/handbook/officer/"),
        agencies.world.staff["lc_centre"]: ("工作人员手册", "/handbook/enterprise/"),
    }
    for user, (title, other) in sides.items():
        page = html.fromstring(opened(client, user, "/handbook/").content)
        assert page.xpath("//h1/text()") == [title]
        assert page.xpath("//header[@class='page-head']//a/@href") == [other]
        desk = html.fromstring(opened(client, user, "/desk/").content)
        assert len(desk.xpath("//main//a[@href='/handbook/']")) == 1


@pytest.mark.parametrize("guide", handbook.GUIDES)
def test_a_guide_shows_its_pictures_and_all_its_parts(client, agencies, guide):  # noqa: F811
    page = html.fromstring(opened(client, agencies.clerk["lc"], f"/handbook/{guide.name}/").content)
    text = (settings.GUIDES / f"{guide.name}.md").read_text()
    assert page.xpath("//article//h2/text()") == re.findall(r"^## (.+)$", text, re.MULTILINE)
    pictures = re.findall(r"!\[(.+)\]\(\.\./(.+)\)", text)
    assert [(each.get("alt"), each.get("src")) for each in page.xpath("//article//img")] == [
        (alt, f"/static/{name}") for alt, name in pictures
    ]
    assert pictures
    assert all(finders.find(name) for _, name in pictures)
    assert f"# {guide.title}" == text.split("\n", 1)[0]


def test_there_is_no_other(client, agencies):  # noqa: F811
    assert opened(client, agencies.clerk["lc"], "/handbook/nobody/").status_code == 404
